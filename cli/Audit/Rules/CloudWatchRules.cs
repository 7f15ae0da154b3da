using System.Collections.Immutable;
using SecureApi.Cli.Audit.Reports;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;
using static SecureApi.Cli.Audit.Rule;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on Amazon CloudWatch and Amazon SNS.</summary>
internal static class CloudWatchRules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "log-retention",
            Title = "Log groups keep their logs for a year",
            Why = "An intrusion is often found months later. A group without a retention, on the other hand, keeps and costs for ever.",
            Document = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
            Severity = Severity.Medium,
            References = [Reference.SecurityHub("CloudWatch.16")],
            Evaluate = Each("aws:cloudwatch/logGroup:LogGroup", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Number("retentionInDays") is >= 365, "The log is kept for less than 365 days, or without a limit.", "retentionInDays")),
        },
        new()
        {
            Id = "log-customer-key",
            Title = "Log groups are encrypted with a customer managed key",
            Why = "Logs hold addresses, paths and errors; only a key of one's own can be revoked.",
            Document = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
            Severity = Severity.Medium,
            Evaluate = Each("aws:cloudwatch/logGroup:LogGroup", LogCustomerKey),
        },
        new()
        {
            Id = "alarm-has-actions",
            Title = "Alarms have an action",
            Why = "An alarm without an action only changes a colour on a dashboard.",
            Document = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
            Severity = Severity.High,
            References = [Reference.SecurityHub("CloudWatch.15")],
            Evaluate = Each("aws:cloudwatch/metricAlarm:MetricAlarm", (resource, stack) =>
                Evaluation.Of(resource, resource.Inputs.List("alarmActions").Count > 0, "The alarm has no action.", new Evidence("alarmActions", string.Join(", ", resource.Inputs.List("alarmActions").Texts.Select(arn => stack.Find(arn)?.Name ?? arn))))),
        },
        new()
        {
            Id = "alarm-actions-enabled",
            Title = "Alarm actions are enabled",
            Why = "An alarm whose actions are disabled notifies nobody.",
            Document = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
            Severity = Severity.High,
            References = [Reference.SecurityHub("CloudWatch.17")],
            Evaluate = Each("aws:cloudwatch/metricAlarm:MetricAlarm", (resource, _) =>
                Evaluation.Of(resource, resource.Inputs.Boolean("actionsEnabled") is not false, "The alarm's actions are disabled.", "actionsEnabled")),
        },
        new()
        {
            Id = "alarms-tell-somebody",
            Title = "In production, every alarm reaches a subscriber",
            Why = "A topic without a subscriber swallows every alarm, and all of them look well.",
            Document = "https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html",
            Severity = Severity.High,
            Evaluate = AlarmsTellSomebody,
        },
        new()
        {
            Id = "outages-noticed",
            Title = "Every outage that was thought of raises the right alarm in time, and a quiet night none",
            Why = "Alarms that were never seen to fire are decoration: a metric may stop in the outage that it is watched for.",
            Document = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html",
            Severity = Severity.High,
            Evaluate = OutagesNoticed,
        },
        new()
        {
            Id = "sns-encrypted",
            Title = "Topics are encrypted with a customer managed key",
            Why = "Messages wait on disks for their receivers.",
            Document = "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
            Severity = Severity.Medium,
            References = [Reference.SecurityHub("SNS.1")],
            Evaluate = Each("aws:sns/topic:Topic", SnsEncrypted),
        },
    ];

    // A topic of another owner has subscribers of its own; the stack's have those that the stack declares.
    private static IEnumerable<Evaluation> AlarmsTellSomebody(AuditedStack stack)
    {
        if (stack.Settings.Environment != DeploymentEnvironment.Prod) return [];
        var heard = stack.OfType("aws:sns/topicSubscription:TopicSubscription").Select(subscription => subscription.Inputs.Text("topic")).ToHashSet(StringComparer.Ordinal);
        return stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Where(alarm => alarm.Inputs.List("alarmActions").Count > 0).Select(alarm =>
        {
            var topics = alarm.Inputs.List("alarmActions").Texts.ToList();
            return Evaluation.Of(
                alarm, topics.Exists(topic => heard.Contains(topic) || stack.Find(topic) is null),
                "Nobody subscribes to the alarm's topic: set alarms.emails, or alarms.topics.",
                new Evidence("alarmActions", string.Join(", ", topics.Select(topic => stack.Find(topic)?.Name ?? topic))));
        });
    }

    private static IEnumerable<Evaluation> OutagesNoticed(AuditedStack stack) =>
        from outage in stack.Outages
        where outage.Applies
        select new Evaluation
        {
            Compliance = outage.Problems.IsEmpty ? Compliance.Compliant : Compliance.NonCompliant,
            Resource = null,
            Problem = outage.Problems.IsEmpty ? "" : $"{outage.Title}: {string.Join("; ", outage.Problems)}.",
            Evidence = [new Evidence("scenario", outage.Title), new Evidence("told by", OutageTable.Told(outage))],
        };

    private static Evaluation? LogCustomerKey(RecordedResource resource, AuditedStack stack)
    {
        var key = stack.Find(resource.Inputs.Text("kmsKeyId"));
        return Evaluation.Of(resource, key is not null, "The log is encrypted with an AWS managed key.", new Evidence("kmsKeyId", key?.Name ?? "none of this stack"));
    }

    private static Evaluation? SnsEncrypted(RecordedResource resource, AuditedStack stack)
    {
        var key = stack.Find(resource.Inputs.Text("kmsMasterKeyId"));
        return Evaluation.Of(resource, key is not null, "The topic is not encrypted with a key of this stack.", new Evidence("kmsMasterKeyId", key?.Name ?? "none of this stack"));
    }
}
