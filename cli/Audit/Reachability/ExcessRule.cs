using System.Collections.Immutable;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>A rule that opens more than the stated flows ask for, whether or not a route makes use of it today.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Excess">What no stated flow asks for.</param>
/// <param name="Nodes">To whom it applies; empty when nothing has the group.</param>
public sealed record ExcessRule(GroupRule Rule, ImmutableArray<Traffic> Excess, ImmutableArray<NetworkNode> Nodes);
