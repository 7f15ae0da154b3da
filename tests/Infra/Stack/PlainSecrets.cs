using System.Buffers;
using System.Text;
using System.Text.Json;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>Secrets that the program left without a mark. It looks under the recorder's own mask, which the engine does not have.</summary>
internal static class PlainSecrets
{
    private const int ShortestPart = 8;

    /// <summary>What is plain in a stack and should not be: the place, never the value.</summary>
    public static IEnumerable<string> In(RecordedStack stack)
    {
        var secrets = SearchValues.Create([.. Marked(stack).SelectMany(Forms).Distinct(StringComparer.Ordinal)], StringComparison.Ordinal);
        return from resource in stack.Resources
               from property in resource.Inputs.Select(input => (input.Key, input.Value)).Concat(resource.Outputs.Select(output => (output.Key, output.Value)))
               from text in Plain(property.Value)
               where SecretDetector.FormOf(text) is not null || text.AsSpan().ContainsAny(secrets)
               select $"{resource} {property.Key} shows a secret that is not marked";
    }

    /// <summary>The texts that the program and the providers marked.</summary>
    public static HashSet<string> Marked(RecordedStack stack) => [.. stack.Resources
        .SelectMany(resource => Secret(resource.Inputs, inside: false).Concat(Secret(resource.Outputs, inside: false)))
        .Where(text => text.Length >= ShortestPart && text != SecretText.Encrypted.Value)];

    private static IEnumerable<string> Secret(RecordedValue value, bool inside) => value switch
    {
        RecordedSecret secret => Secret(secret.Revealed, inside || secret.IsMarked),
        RecordedMap map => map.Values.SelectMany(entry => Secret(entry, inside)),
        RecordedList list => list.SelectMany(item => Secret(item, inside)),
        RecordedText text when inside => [text.Value],
        _ => [],
    };

    private static IEnumerable<string> Plain(RecordedValue value) => value switch
    {
        RecordedSecret { IsMarked: true } => [],
        RecordedSecret secret => Plain(secret.Revealed),
        RecordedMap map => map.Values.SelectMany(Plain),
        RecordedList list => list.SelectMany(Plain),
        RecordedText text => [text.Value],
        _ => [],
    };

    // As it is, inside a JSON text, and in base64.
    private static IEnumerable<string> Forms(string secret) =>
        [secret, JsonEncodedText.Encode(secret).ToString(), JsonSerializer.Serialize(secret)[1..^1], Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))];
}
