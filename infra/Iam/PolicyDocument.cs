using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Json;

namespace SecureApi.Iam;

/// <summary>
/// An IAM policy document, the same type for identity, resource and trust policies. Values are plain strings: build it
/// inside <c>Apply</c> where an ARN is known only later.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
/// <param name="Statements">The statements, in the order in which they are written.</param>
public sealed record PolicyDocument(params ImmutableArray<PolicyStatement> Statements)
{
    /// <summary>The only version of the policy language that knows variables and all operators.</summary>
    public const string Version = "2012-10-17";

    /// <summary>The document as compact JSON. Members, actions and resources keep the order of the declaration.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("Version", Version);
            json.WriteStartArray("Statement");
            foreach (var statement in Statements) statement.WriteTo(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return JsonText.From(buffer);
    }
}
