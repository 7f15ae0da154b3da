using System.Collections.Immutable;

namespace SecureApi.Configuration;

/// <summary>Values in order.</summary>
public sealed class ConfigList(ImmutableArray<ConfigNode> items, SourceLocation? location = null, bool isSecret = false)
    : ConfigNode(location, isSecret)
{
    /// <summary>The values.</summary>
    public ImmutableArray<ConfigNode> Items { get; } = items;

    /// <inheritdoc/>
    public override string Kind => "a list";

    /// <inheritdoc/>
    private protected override string Display() => $"[{string.Join(", ", Items)}]";
}
