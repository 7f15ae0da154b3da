using SecureApi.Iam;

namespace SecureApi.GitHubActions;

/// <summary>What a deployment may change of logs, alarms, dashboard and topic.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html"/>
internal static class ObservabilityPermissions
{
    public static PolicyDocument For(StackArns arns) => new(
        new PolicyStatement
        {
            Sid = "LogGroups",
            Actions =
            [
                "logs:AssociateKmsKey", "logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteMetricFilter",
                "logs:PutMetricFilter", "logs:PutRetentionPolicy", "logs:TagResource", "logs:UntagResource",
            ],
            Resources = arns.LogGroups,
        },
        new PolicyStatement
        {
            Sid = "QueriesAndTheFirewallsLog",
            Actions =
            [
                "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DeleteQueryDefinition", "logs:DescribeResourcePolicies",
                "logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutQueryDefinition", "logs:PutResourcePolicy",
                "logs:UpdateLogDelivery",
            ],

            // These actions know no resource.
            Resources = ["*"],
        },
        new PolicyStatement
        {
            Sid = "AlarmsAndDashboard",
            Actions =
            [
                "cloudwatch:DeleteAlarms", "cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard", "cloudwatch:PutMetricAlarm",
                "cloudwatch:TagResource", "cloudwatch:UntagResource",
            ],
            Resources =
            [
                arns.Regional("cloudwatch", $"alarm:{arns.Names.Alarm("*")}"),
                arns.Global("cloudwatch", $"dashboard/{arns.Names.Dashboard}"),
            ],
        },
        new PolicyStatement
        {
            Sid = "AlarmsOfTargetTracking",
            Actions = ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],

            // Application Auto Scaling makes and deletes them with the permissions of whoever writes the policy.
            Resources = [arns.Regional("cloudwatch", $"alarm:TargetTracking-service/{arns.Names.Cluster}/*")],
        },
        new PolicyStatement
        {
            Sid = "Subscriptions",
            Actions = ["sns:SetSubscriptionAttributes", "sns:Unsubscribe"],

            // These actions know no resource.
            Resources = ["*"],
        },
        new PolicyStatement
        {
            Sid = "Topic",
            Actions =
            [
                "sns:CreateTopic", "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sns:TagResource",
                "sns:UntagResource",
            ],
            Resources = [arns.Regional("sns", arns.Prefix)],
        });
}
