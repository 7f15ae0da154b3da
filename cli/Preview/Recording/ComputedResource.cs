namespace SecureApi.Cli.Preview.Recording;

/// <summary>What a provider would answer for one resource.</summary>
/// <param name="Id">The id that it would assign.</param>
/// <param name="Outputs">The outputs.</param>
internal sealed record ComputedResource(string Id, RecordedMap Outputs);
