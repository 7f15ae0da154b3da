using SecureApi.Common;
using SecureApi.Iam;

namespace SecureApi.GitHubActions;

/// <summary>What a deployment may change of the services: ECS, scaling, private names, images.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security_iam_service-with-iam.html"/>
internal static class ServicePermissions
{
    private const string RecordNames = "route53:ChangeResourceRecordSetsNormalizedRecordNames";

    public static PolicyDocument For(StackArns arns)
    {
        var cluster = arns.Names.Cluster;
        return new PolicyDocument(
            new PolicyStatement
            {
                Sid = "Services",
                Actions =
                [
                    "ecs:CreateCluster", "ecs:CreateService", "ecs:DeleteCluster", "ecs:DeleteService",
                    "ecs:PutClusterCapacityProviders", "ecs:StopServiceDeployment", "ecs:TagResource", "ecs:UntagResource",
                    "ecs:UpdateCluster", "ecs:UpdateClusterSettings", "ecs:UpdateService",
                ],
                Resources =
                [
                    arns.Regional("ecs", $"cluster/{cluster}"),
                    arns.Regional("ecs", $"service/{cluster}/*"),
                    arns.Regional("ecs", $"service-deployment/{cluster}/*"),
                    arns.Regional("ecs", $"task-definition/{arns.Prefix}"),
                ],
            },
            new PolicyStatement
            {
                Sid = "TaskDefinitions",
                Actions = ["ecs:DeregisterTaskDefinition", "ecs:RegisterTaskDefinition"],

                // Neither action can be limited to a family in every region.
                Resources = ["*"],
            },
            new PolicyStatement
            {
                Sid = "Scaling",
                Actions =
                [
                    "application-autoscaling:DeleteScalingPolicy", "application-autoscaling:DeregisterScalableTarget",
                    "application-autoscaling:PutScalingPolicy", "application-autoscaling:RegisterScalableTarget",
                    "application-autoscaling:TagResource", "application-autoscaling:UntagResource",
                ],
                Resources = [arns.Regional("application-autoscaling", "scalable-target/*")],
                Conditions = [new PolicyCondition("StringEqualsIfExists", "application-autoscaling:service-namespace", "ecs")],
            },
            new PolicyStatement
            {
                Sid = "NewNames",
                Actions = ["servicediscovery:CreatePrivateDnsNamespace", "servicediscovery:CreateService"],
                Resources = ["*"],
                Conditions = arns.TaggedAnew,
            },
            new PolicyStatement
            {
                Sid = "Names",
                Actions =
                [
                    "servicediscovery:CreateService", "servicediscovery:DeleteNamespace", "servicediscovery:DeleteService",
                    "servicediscovery:DeregisterInstance", "servicediscovery:UpdateService",
                ],
                Resources = [arns.Regional("servicediscovery", "*")],
                Conditions = arns.Tagged,
            },
            new PolicyStatement
            {
                Sid = "TagsOfNames",
                Actions = ["servicediscovery:TagResource"],

                // The action knows neither resources nor the tags that one has: only those that it gets.
                Resources = ["*"],
                Conditions = arns.TaggedAnew,
            },
            new PolicyStatement
            {
                Sid = "FewerTagsOfNames",
                Actions = ["servicediscovery:UntagResource"],
                Resources = ["*"],

                // The tags by which the statements above know the stack's names stay.
                Conditions = [new PolicyCondition("ForAllValues:StringNotEquals", "aws:TagKeys", StandardTags.Project, StandardTags.Stack)],
            },
            new PolicyStatement
            {
                Sid = "PrivateZoneOfTheNames",
                Actions = ["route53:AssociateVPCWithHostedZone", "route53:CreateHostedZone"],

                // The zone that Cloud Map makes has no id yet.
                Resources = ["*"],
            },
            new PolicyStatement
            {
                Sid = "RecordsOfTheNames",

                // Cloud Map deregisters a task that ECS left with the permissions of whoever deletes the name.
                Actions = ["route53:ChangeResourceRecordSets"],
                Resources = [arns.Route53("hostedzone/*")],
                Conditions =
                [
                    new PolicyCondition("ForAllValues:StringLike", RecordNames, $"*.{arns.Names.DnsNamespace}"),

                    // Without names, the condition above would hold.
                    new PolicyCondition("Null", RecordNames, "false"),
                ],
            },
            new PolicyStatement
            {
                Sid = "DeleteThePrivateZone",
                Actions = ["route53:DeleteHostedZone"],

                // Its id is not known here. The public zone is kept by a denial, and AWS deletes no zone that has records.
                Resources = [arns.Route53("hostedzone/*")],
            },
            new PolicyStatement
            {
                Sid = "Images",
                Actions =
                [
                    "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:CreateRepository",
                    "ecr:DeleteLifecyclePolicy", "ecr:DeleteRepository", "ecr:DescribeImageScanFindings", "ecr:DescribeImages",
                    "ecr:GetDownloadUrlForLayer", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:PutImageScanningConfiguration",
                    "ecr:PutImageTagMutability", "ecr:PutLifecyclePolicy", "ecr:StartImageScan", "ecr:TagResource",
                    "ecr:UntagResource", "ecr:UploadLayerPart",
                ],
                Resources = [arns.Regional("ecr", $"repository/{arns.Names.Repository("*")}")],
            },
            new PolicyStatement { Sid = "SignInToTheRegistry", Actions = ["ecr:GetAuthorizationToken"], Resources = ["*"] });
    }
}
