using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureApi.Common;

/// <summary>Serializes records to JSON for AWS: compact, camel case, members in the order of declaration, without null.</summary>
public static class JsonText
{
    /// <summary>The text goes to an API, never into a page, so quotes and ampersands need no escape for HTML.</summary>
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The JSON text of a record.</summary>
    /// <param name="document">The record.</param>
    public static string Of<T>(T document) => JsonSerializer.Serialize(document, Options);

    /// <summary>IAM stores a list of one as a string; writing it so keeps AWS's answer equal to what was sent.</summary>
    /// <param name="values">At least one value.</param>
    internal static object OneOrMany(ImmutableArray<string> values) => values is [var only] ? only : values;
}
