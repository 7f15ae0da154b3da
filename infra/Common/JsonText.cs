using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SecureApi.Common;

/// <summary>The one way in which documents for AWS become JSON text: compact, and readable where escaping is not needed.</summary>
internal static class JsonText
{
    /// <summary>The text goes to an API, never into a page, so quotes and ampersands need no escape for HTML.</summary>
    public static JsonWriterOptions WriterOptions => new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a finished buffer.</summary>
    public static string From(MemoryStream buffer) =>
        Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);

    /// <summary>IAM stores a list of one as a string; writing it so keeps AWS's answer equal to what was sent.</summary>
    public static void WriteOneOrMany(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        if (values.Length == 1)
        {
            json.WriteString(name, values[0]);
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
