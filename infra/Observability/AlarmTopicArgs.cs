using System.Collections.Immutable;
using Pulumi;
using SecureApi.Configuration;

namespace SecureApi.Observability;

/// <summary>What an <see cref="AlarmTopic"/> is made from.</summary>
public sealed record AlarmTopicArgs
{
    /// <summary>Who is told, by e-mail. Each address has to confirm once.</summary>
    public required ImmutableArray<string> Emails { get; init; }

    /// <summary>The customer-managed key, whose policy lets CloudWatch use it.</summary>
    public required Output<string> KeyArn { get; init; }

    /// <summary>The account whose alarms may publish: twelve digits.</summary>
    public required Output<string> AccountId { get; init; }

    /// <summary>The region, for ARNs.</summary>
    public required AwsRegion Region { get; init; }
}
