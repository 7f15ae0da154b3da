using System.Collections.Immutable;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>The resources that one argument of a resource comes from.</summary>
/// <param name="Property">The argument's name.</param>
/// <param name="Urns">The URNs of the custom resources, in ordinal order.</param>
public sealed record PropertyDependency(string Property, ImmutableArray<string> Urns);
