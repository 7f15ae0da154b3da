namespace SecureApi.Cli.Preview.Recording;

/// <summary>How long a provider may work on a resource before the engine gives up.</summary>
/// <param name="Create">The limit for creation; null for the provider's own.</param>
/// <param name="Update">The limit for an update; null for the provider's own.</param>
/// <param name="Delete">The limit for deletion; null for the provider's own.</param>
public sealed record RecordedTimeouts(TimeSpan? Create, TimeSpan? Update, TimeSpan? Delete);
