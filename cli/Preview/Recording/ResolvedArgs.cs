using Pulumi;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>Arguments with their values, and the resources that each came from.</summary>
/// <param name="Values">The values; an argument that was not given is absent.</param>
/// <param name="Dependencies">For each argument that came from resources, these.</param>
internal sealed record ResolvedArgs(RecordedMap Values, IReadOnlyDictionary<string, IReadOnlySet<Resource>> Dependencies);
