using Pulumi;
using SecureApi.Naming;

namespace SecureApi.Observability;

/// <summary>What <see cref="SavedQueries"/> are made from.</summary>
public sealed record SavedQueriesArgs
{
    /// <summary>Gives the queries a common folder.</summary>
    public required StackNames Names { get; init; }

    /// <summary>The gateway's log group.</summary>
    public required Output<string> GatewayLogGroup { get; init; }

    /// <summary>WAF's log group; null without logging.</summary>
    public required Output<string>? FirewallLogGroup { get; init; }

    /// <summary>The flow logs' group; null without flow logs.</summary>
    public required Output<string>? FlowLogGroup { get; init; }
}
