using System.Collections.Immutable;
using Pulumi;
using SecureApi.Naming;

namespace SecureApi.Observability;

/// <summary>What <see cref="StackAlarms"/> are made from.</summary>
public sealed record StackAlarmsArgs
{
    /// <summary>The alarms.</summary>
    public required ImmutableArray<AlarmSpec> Alarms { get; init; }

    /// <summary>Gives each alarm its fixed name.</summary>
    public required StackNames Names { get; init; }

    /// <summary>Where they go, when they fire and when they recover.</summary>
    public required Output<string> TopicArn { get; init; }
}
