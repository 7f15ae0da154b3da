using System.Collections.Immutable;

namespace Pulumi.Testing;

#pragma warning disable CA1051 // The published class has fields.
/// <summary>Outputs that a component or the stack registers.</summary>
/// <param name="urn">The component.</param>
/// <param name="outputs">The outputs by name.</param>
public class MockRegisterResourceOutputsRequest(string urn, ImmutableDictionary<string, Output<object?>> outputs)
{
    /// <summary>The component.</summary>
    public readonly string Urn = urn;

    /// <summary>The outputs by name.</summary>
    public readonly ImmutableDictionary<string, Output<object?>> Outputs = outputs;
}
