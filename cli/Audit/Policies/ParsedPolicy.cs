using System.Collections.Immutable;
using System.Text.Json;

namespace SecureApi.Cli.Audit.Policies;

/// <summary>A policy document, read as IAM reads it.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
/// <param name="Version">The version of the policy language.</param>
/// <param name="Statements">The statements, in order.</param>
public sealed record ParsedPolicy(string Version, ImmutableArray<ParsedStatement> Statements)
{
    private static readonly ImmutableArray<string> NegatedElements = ["NotAction", "NotResource", "NotPrincipal"];

    /// <summary>Reads a document.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">The text is no policy.</exception>
    public static ParsedPolicy Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("Statement", out var statements))
            throw new JsonException("a policy is an object with the member Statement");

        var version = root.TryGetProperty(nameof(Version), out var element) ? Text(element) : "";
        return new ParsedPolicy(version, statements.ValueKind == JsonValueKind.Array
            ? [.. statements.EnumerateArray().Select(Statement)]
            : [Statement(statements, 0)]);
    }

    private static ParsedStatement Statement(JsonElement statement, int index) => statement.ValueKind != JsonValueKind.Object
        ? throw new JsonException("a statement is an object")
        : new ParsedStatement
        {
            Sid = statement.TryGetProperty("Sid", out var sid) ? Text(sid) : $"#{index + 1}",
            Allows = statement.TryGetProperty("Effect", out var effect) && Text(effect) switch
            {
                "Allow" => true,
                "Deny" => false,
                var other => throw new JsonException($"an effect is Allow or Deny, not {other}"),
            },
            Principals = statement.TryGetProperty("Principal", out var principal) ? Principals(principal) : [],
            Actions = Many(statement, "Action"),
            Resources = Many(statement, "Resource"),
            Conditions = statement.TryGetProperty("Condition", out var conditions) ? Conditions(conditions) : [],
            Negations = [.. NegatedElements.Where(name => statement.TryGetProperty(name, out _))],
        };

    private static ImmutableArray<ParsedPrincipal> Principals(JsonElement principal) => principal.ValueKind == JsonValueKind.Object
        ? [.. principal.EnumerateObject().SelectMany(kind => Values(kind.Value).Select(value => new ParsedPrincipal(kind.Name, value)))]
        : [new ParsedPrincipal("*", Text(principal))];

    private static ImmutableArray<ParsedCondition> Conditions(JsonElement conditions) =>
    [
        .. from operation in conditions.EnumerateObject()
           from key in operation.Value.EnumerateObject()
           select new ParsedCondition(operation.Name, key.Name, [.. Values(key.Value)]),
    ];

    private static ImmutableArray<string> Many(JsonElement statement, string name) =>
        statement.TryGetProperty(name, out var element) ? [.. Values(element)] : [];

    private static IEnumerable<string> Values(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().Select(Text) : [Text(element)];

    private static string Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => throw new JsonException($"expected a text, found {element.ValueKind}"),
    };
}
