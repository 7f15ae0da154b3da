using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>A provider's function that a mock runs.</summary>
public class MockCallArgs
{
    /// <summary>The function's token.</summary>
    public string? Token { get; set; }

    /// <summary>The arguments as plain values.</summary>
    public ImmutableDictionary<string, object> Args { get; set; } = null!;

    /// <summary>The reference of the provider, or an empty text.</summary>
    public string? Provider { get; set; }
}
