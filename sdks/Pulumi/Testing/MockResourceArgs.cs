using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>A resource that a mock makes.</summary>
public class MockResourceArgs
{
    /// <summary>The type token.</summary>
    public string? Type { get; set; }

    /// <summary>The logical name.</summary>
    public string? Name { get; set; }

    /// <summary>The known inputs as plain values; secrets are unwrapped.</summary>
    public ImmutableDictionary<string, object> Inputs { get; set; } = null!;

    /// <summary>The reference of the provider, or an empty text.</summary>
    public string? Provider { get; set; }

    /// <summary>The id to import or to read, or an empty text.</summary>
    public string? Id { get; set; }
}
