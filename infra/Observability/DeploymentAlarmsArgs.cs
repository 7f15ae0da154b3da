using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.Observability;

/// <summary>What <see cref="DeploymentAlarms"/> are made from.</summary>
public sealed record DeploymentAlarmsArgs
{
    /// <summary>Every metric of the stack.</summary>
    public required StackMetrics Metrics { get; init; }

    /// <summary>The share of errors that is too much.</summary>
    public required AlarmSettings Settings { get; init; }

    /// <summary>The services behind the gateway.</summary>
    public required ImmutableArray<string> Services { get; init; }

    /// <summary>Where the alarms go.</summary>
    public required Output<string> TopicArn { get; init; }
}
