using System.Collections.Immutable;
using Pulumi;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>Recorded values as Pulumi's mocks give them: dictionaries, arrays, texts, numbers and truth values, secrets as outputs.</summary>
internal static class MockAnswer
{
    /// <summary>The values by name. What is not known is left out: to Pulumi, that is what it means.</summary>
    public static Dictionary<string, object?> Of(RecordedMap map)
    {
        var state = new Dictionary<string, object?>(map.Count);
        for (var index = 0; index < map.Count; index++)
        {
            if (!map.Values[index].ContainsUnknown)
                state.Add(map.Names[index], Of(map.Values[index]));
        }

        return state;
    }

    private static object? Of(RecordedValue value) => value switch
    {
        RecordedBoolean truth => truth.Value,
        RecordedNumber number => number.Value,
        RecordedText text => text.Value,
        RecordedMap map => Of(map),
        RecordedList list => list.Select(item => Of(item)).ToImmutableArray(),
        RecordedSecret secret => Output.CreateSecret(Of(secret.Revealed)!),
        _ => null,
    };
}
