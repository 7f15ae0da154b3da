namespace SecureApi.Configuration;

/// <summary>A key of a map with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">Its value.</param>
/// <param name="KeyLocation">Where the key was written; null when it came from the engine.</param>
public sealed record ConfigEntry(string Key, ConfigNode Value, SourceLocation? KeyLocation = null);
