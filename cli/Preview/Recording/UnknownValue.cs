using System.Collections.Immutable;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>A value that stayed unknown because some output has no placeholder.</summary>
/// <param name="Urn">The resource whose argument or output is unknown.</param>
/// <param name="Property">The argument's or output's name.</param>
/// <param name="Sources">The outputs without a placeholder that it may come from, as <c>type name.output</c>.</param>
public sealed record UnknownValue(string Urn, string Property, ImmutableArray<string> Sources);
