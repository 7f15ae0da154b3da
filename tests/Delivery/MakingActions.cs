namespace SecureApi.Tests.Delivery;

/// <summary>
/// The IAM actions without which AWS refuses to make a resource of a type, by the service authorization reference:
/// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
/// </summary>
internal static class MakingActions
{
    private static readonly string[] Nothing = [];

    public static IReadOnlyDictionary<string, string[]> ByType { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["aws:acm/certificate:Certificate"] = ["acm:AddTagsToCertificate", "acm:RequestCertificate"],
        ["aws:acm/certificateValidation:CertificateValidation"] = ["acm:DescribeCertificate"],
        ["aws:appautoscaling/policy:Policy"] = ["application-autoscaling:PutScalingPolicy"],
        ["aws:appautoscaling/target:Target"] = ["application-autoscaling:RegisterScalableTarget"],
        ["aws:cloudwatch/dashboard:Dashboard"] = ["cloudwatch:PutDashboard"],
        ["aws:cloudwatch/logGroup:LogGroup"] = ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "logs:TagResource"],
        ["aws:cloudwatch/logMetricFilter:LogMetricFilter"] = ["logs:PutMetricFilter"],
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = ["cloudwatch:PutMetricAlarm", "cloudwatch:TagResource"],
        ["aws:cloudwatch/queryDefinition:QueryDefinition"] = ["logs:PutQueryDefinition"],

        // AWS makes these with the VPC; a person's first deployment adopts and tags them.
        ["aws:ec2/defaultRouteTable:DefaultRouteTable"] = Nothing,
        ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"] = Nothing,

        ["aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"] = ["ec2:CreateEgressOnlyInternetGateway", "ec2:CreateTags"],
        ["aws:ec2/eip:Eip"] = ["ec2:AllocateAddress", "ec2:CreateTags"],
        ["aws:ec2/flowLog:FlowLog"] = ["ec2:CreateFlowLogs", "iam:PassRole"],
        ["aws:ec2/internetGateway:InternetGateway"] = ["ec2:AttachInternetGateway", "ec2:CreateInternetGateway"],
        ["aws:ec2/natGateway:NatGateway"] = ["ec2:CreateNatGateway"],
        ["aws:ec2/route:Route"] = ["ec2:CreateRoute"],
        ["aws:ec2/routeTable:RouteTable"] = ["ec2:CreateRouteTable"],
        ["aws:ec2/routeTableAssociation:RouteTableAssociation"] = ["ec2:AssociateRouteTable"],
        ["aws:ec2/securityGroup:SecurityGroup"] = ["ec2:CreateSecurityGroup", "ec2:RevokeSecurityGroupEgress"],
        ["aws:ec2/subnet:Subnet"] = ["ec2:CreateSubnet", "ec2:ModifySubnetAttribute"],
        ["aws:ec2/vpc:Vpc"] = ["ec2:CreateVpc", "ec2:ModifyVpcAttribute"],
        ["aws:ec2/vpcEndpoint:VpcEndpoint"] = ["ec2:CreateVpcEndpoint", "route53:AssociateVPCWithHostedZone"],
        ["aws:ecr/lifecyclePolicy:LifecyclePolicy"] = ["ecr:PutLifecyclePolicy"],
        ["aws:ecr/repository:Repository"] = ["ecr:CreateRepository", "ecr:TagResource", "kms:CreateGrant"],
        ["aws:ecs/cluster:Cluster"] = ["ecs:CreateCluster", "ecs:TagResource"],
        ["aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"] = ["ecs:PutClusterCapacityProviders"],
        ["aws:ecs/service:Service"] = ["ecs:CreateService", "ecs:TagResource", "iam:PassRole"],
        ["aws:ecs/taskDefinition:TaskDefinition"] = ["ecs:RegisterTaskDefinition", "ecs:TagResource", "iam:PassRole"],
        ["aws:iam/policy:Policy"] = ["iam:CreatePolicy", "iam:TagPolicy"],
        ["aws:iam/role:Role"] = ["iam:CreateRole", "iam:TagRole"],
        ["aws:iam/rolePolicyAttachment:RolePolicyAttachment"] = ["iam:AttachRolePolicy"],
        ["aws:kms/alias:Alias"] = ["kms:CreateAlias"],
        ["aws:kms/key:Key"] = ["kms:CreateKey", "kms:EnableKeyRotation", "kms:TagResource"],
        ["aws:lb/listener:Listener"] = ["elasticloadbalancing:AddTags", "elasticloadbalancing:CreateListener", "elasticloadbalancing:ModifyListenerAttributes"],
        ["aws:lb/listenerRule:ListenerRule"] = ["elasticloadbalancing:CreateRule"],
        ["aws:lb/loadBalancer:LoadBalancer"] = ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:ModifyLoadBalancerAttributes"],
        ["aws:lb/targetGroup:TargetGroup"] = ["elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:ModifyTargetGroupAttributes"],
        ["aws:lb/trustStore:TrustStore"] = ["elasticloadbalancing:CreateTrustStore", "s3:GetObject", "s3:GetObjectVersion"],
        ["aws:lb/trustStoreRevocation:TrustStoreRevocation"] = ["elasticloadbalancing:AddTrustStoreRevocations"],
        ["aws:route53/record:Record"] = ["route53:ChangeResourceRecordSets", "route53:GetChange"],
        ["aws:s3/bucket:Bucket"] = ["s3:CreateBucket", "s3:PutBucketTagging"],
        ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"] = ["s3:PutLifecycleConfiguration"],
        ["aws:s3/bucketLogging:BucketLogging"] = ["s3:PutBucketLogging"],
        ["aws:s3/bucketObjectv2:BucketObjectv2"] = ["s3:PutObject", "s3:PutObjectTagging"],
        ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"] = ["s3:PutBucketOwnershipControls"],
        ["aws:s3/bucketPolicy:BucketPolicy"] = ["s3:PutBucketPolicy"],
        ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"] = ["s3:PutBucketPublicAccessBlock"],
        ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"] = ["s3:PutEncryptionConfiguration"],
        ["aws:s3/bucketVersioning:BucketVersioning"] = ["s3:PutBucketVersioning"],
        ["aws:secretsmanager/secret:Secret"] = ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
        ["aws:secretsmanager/secretVersion:SecretVersion"] = ["kms:GenerateDataKey", "secretsmanager:PutSecretValue"],
        ["aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"] = ["route53:CreateHostedZone", "servicediscovery:CreatePrivateDnsNamespace"],
        ["aws:servicediscovery/service:Service"] = ["servicediscovery:CreateService"],
        ["aws:sns/topic:Topic"] = ["sns:CreateTopic", "sns:SetTopicAttributes", "sns:TagResource"],
        ["aws:sns/topicPolicy:TopicPolicy"] = ["sns:SetTopicAttributes"],
        ["aws:sns/topicSubscription:TopicSubscription"] = ["sns:Subscribe"],
        ["aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"] = ["ec2:AuthorizeSecurityGroupEgress"],
        ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"] = ["ec2:AuthorizeSecurityGroupIngress"],
        ["aws:wafv2/webAcl:WebAcl"] = ["wafv2:CreateWebACL", "wafv2:TagResource"],
        ["aws:wafv2/webAclAssociation:WebAclAssociation"] = ["elasticloadbalancing:SetWebACL", "wafv2:AssociateWebACL"],
        ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"] = ["logs:CreateLogDelivery", "logs:PutResourcePolicy", "wafv2:PutLoggingConfiguration"],
    };
}
