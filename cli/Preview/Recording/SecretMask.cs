using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SecureApi.Configuration;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>
/// The second line of defence behind Pulumi's own marks: every text in which a known secret appears, or that has the form of
/// one, becomes a secret as a whole. Tests and the audit tell it from a marked one by <see cref="RecordedSecret.IsMarked"/>.
/// </summary>
internal sealed class SecretMask
{
    // A shorter secret would hide half the preview wherever it appears by chance; it is masked where it is the whole value.
    private const int ShortestPart = 8;

    private readonly HashSet<string> values = [];
    private string[] parts = [];

    /// <summary>Learns every secret in <paramref name="value"/>.</summary>
    public void Learn(RecordedValue value)
    {
        switch (value)
        {
            case RecordedSecret secret:
                LearnAll(secret.Revealed);
                break;
            case RecordedMap map:
                foreach (var entry in map.Values)
                    Learn(entry);
                break;
            case RecordedList list:
                foreach (var item in list)
                    Learn(item);
                break;
        }
    }

    /// <summary>Learning is over.</summary>
    public void Seal() => parts = [.. values.Where(value => value.Length >= ShortestPart).SelectMany(Forms).Distinct()];

    /// <summary><paramref name="map"/> with every text that shows a secret marked.</summary>
    public RecordedMap Apply(RecordedMap map) => (RecordedMap)Mark(map);

    private RecordedValue Mark(RecordedValue value) => value switch
    {
        RecordedText text when Shows(text.Value) => RecordedSecret.Masked(text),
        RecordedMap map => map.Select((_, entry) => Mark(entry)),
        RecordedList list => new RecordedList([.. list.Select(Mark)]),
        _ => value,
    };

    private bool Shows(string text)
    {
        if (values.Contains(text))
            return text.Length > 0;
        return parts.Any(part => text.Contains(part, StringComparison.Ordinal)) || SecretDetector.FormOf(text) is not null;
    }

    private void LearnAll(RecordedValue value)
    {
        switch (value)
        {
            case RecordedText text:
                values.Add(text.Value);
                break;
            case RecordedMap map:
                foreach (var entry in map.Values)
                    LearnAll(entry.Revealed);
                break;
            case RecordedList list:
                foreach (var item in list)
                    LearnAll(item.Revealed);
                break;
        }
    }

    // As it is, inside a JSON text, and in base64.
    private static IEnumerable<string> Forms(string secret) =>
    [
        secret,
        JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
        JsonEncodedText.Encode(secret).ToString(),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
    ];
}
