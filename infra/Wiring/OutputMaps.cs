using System.Collections.Immutable;
using Pulumi;
using SecureApi.Common;

namespace SecureApi.Wiring;

/// <summary>Shapes outputs of parts into outputs of the stack.</summary>
internal static class OutputMaps
{
    public static Output<ImmutableDictionary<string, string>> Join(ImmutableSortedDictionary<string, Output<string>> outputs) =>
        outputs.Join().Apply(values =>
        {
            var map = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            foreach (var (name, value) in values)
                map.Add(name, value);
            return map.ToImmutable();
        });

    /// <summary>An output of the stack that some configurations do not have.</summary>
    public static Output<string?> OrNull(Output<string>? output) => output?.Apply(value => (string?)value) ?? Output.Create((string?)null);
}
