using System.Collections.Immutable;

namespace SecureApi.Configuration;

/// <summary>Values by key, in the order in which they were written. Keys are unique.</summary>
public sealed class ConfigMap(ImmutableArray<ConfigEntry> entries, SourceLocation? location = null, bool isSecret = false)
    : ConfigNode(location, isSecret)
{
    /// <summary>The keys with their values.</summary>
    public ImmutableArray<ConfigEntry> Entries { get; } = entries;

    /// <inheritdoc/>
    public override string Kind => "a map";

    /// <summary>The entry of a key; null when there is none.</summary>
    public ConfigEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key == key) return entry;
        }

        return null;
    }

    /// <inheritdoc/>
    // The keys alone: a value below may be a secret that somebody forgot to encrypt.
    private protected override string Display() => $"{{{string.Join(", ", Entries.Select(entry => entry.Key))}}}";
}
