using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using SecureApi.Configuration;

namespace SecureApi.CloudWatch;

/// <summary>Alarm recipients and thresholds.</summary>
public sealed record AlarmConfig
{
    /// <summary>Addresses that get every alarm. Each must confirm AWS's first message.</summary>
    [Setting(Example = "[oncall@example.com]"), Length(0, 20), RegularExpression(Patterns.Email, ErrorMessage = Patterns.EmailRule)]
    public ImmutableArray<string> Emails { get; init; } = [];

    /// <summary>HTTPS addresses, such as a pager's, that get the urgent alarms. Each must confirm AWS's first message.</summary>
    [Setting(Example = "[https://pager.acme.dev/sns]"), Length(0, 20), RegularExpression(Patterns.HttpsUrl, ErrorMessage = Patterns.HttpsUrlRule)]
    public ImmutableArray<string> UrgentEndpoints { get; init; } = [];

    /// <summary>
    /// Topics that exist already, such as a chat's, and get every alarm. In the stack's region; their policy and key must let
    /// CloudWatch publish. A pager's address with a key in it belongs to such a topic, not into this file.
    /// </summary>
    [Setting(Example = "[arn:aws:sns:eu-west-1:123456789012:chat]"), Length(0, 2), RegularExpression(Patterns.TopicArn, ErrorMessage = Patterns.TopicArnRule)]
    public ImmutableArray<string> Topics { get; init; } = [];

    /// <summary>The same for the urgent alarms alone, such as a pager's.</summary>
    [Setting(Example = "[arn:aws:sns:eu-west-1:123456789012:pager]"), Length(0, 1), RegularExpression(Patterns.TopicArn, ErrorMessage = Patterns.TopicArnRule)]
    public ImmutableArray<string> UrgentTopics { get; init; } = [];

    /// <summary>The 99th percentile of the response time that raises an alarm.</summary>
    [Setting(Unit = "ms", Example = "1000"), Range(1, 60_000)]
    public int LatencyP99Milliseconds { get; init; } = 1000;

    /// <summary>The share of failed requests that raises an alarm.</summary>
    [Setting(Unit = "%", Example = "5"), Range(1, 100)]
    public int ErrorPercent { get; init; } = 5;

    /// <summary>The CPU use of a service that raises an alarm.</summary>
    [Setting(Unit = "%", Example = "85"), Range(1, 100)]
    public int CpuPercent { get; init; } = 85;

    /// <summary>The memory use of a service that raises an alarm.</summary>
    [Setting(Unit = "%", Example = "85"), Range(1, 100)]
    public int MemoryPercent { get; init; } = 85;

    /// <summary>An alarm acts in its own region.</summary>
    /// <remarks>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html</remarks>
    internal void CheckTopics(AwsRegion region, ConfigErrors errors)
    {
        foreach (var (key, topics) in new[] { ("topics", Topics), ("urgentTopics", UrgentTopics) })
        {
            for (var i = 0; i < topics.Length; i++)
            {
                if (errors.HasError("alarms", key) || topics[i].Split(':')[3] == region.Name) continue;
                errors.Add(["alarms", key, ConfigValue.Item(i)], $"a topic in the stack's region ({region.Name})", $"{key}: [arn:{region.Partition}:sns:{region.Name}:123456789012:pager]");
            }
        }
    }
}
