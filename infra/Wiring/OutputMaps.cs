using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.Wiring;

/// <summary>Shapes outputs of parts into outputs of the stack.</summary>
internal static class OutputMaps
{
    public static Output<ImmutableDictionary<string, string>> Join(ImmutableSortedDictionary<string, Output<string>> outputs)
    {
        var names = outputs.Keys.ToImmutableArray();
        return Output.All(outputs.Values).Apply(values => names
            .Select((name, index) => KeyValuePair.Create(name, values[index]))
            .ToImmutableDictionary(StringComparer.Ordinal));
    }

    /// <summary>An output of the stack that some configurations do not have.</summary>
    public static Output<string?> OrNull(Output<string>? output) => output?.Apply(value => (string?)value) ?? Output.Create((string?)null);
}
