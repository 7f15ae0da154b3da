using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.Wiring;

/// <summary>Turns maps of outputs into an output of a map.</summary>
internal static class OutputMaps
{
    public static Output<ImmutableDictionary<string, string>> Join(ImmutableSortedDictionary<string, Output<string>> outputs)
    {
        var names = outputs.Keys.ToImmutableArray();
        return Output.All(outputs.Values).Apply(values => names
            .Select((name, index) => KeyValuePair.Create(name, values[index]))
            .ToImmutableDictionary(StringComparer.Ordinal));
    }
}
