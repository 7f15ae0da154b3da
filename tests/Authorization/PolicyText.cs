using System.Collections.Immutable;
using System.Text.Json;

namespace SecureApi.Tests.Authorization;

/// <summary>A policy document, and a name for messages.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
internal sealed record PolicyText(string Name, string Version, ImmutableArray<PolicyStatementText> Statements)
{
    /// <summary>What AWS gives to an endpoint without a policy, and an administrator to himself.</summary>
    public static PolicyText Everything(string name, bool forResource = false) => Parse(name, forResource
        ? """{"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"""
        : """{"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Action":"*","Resource":"*"}]}""");

    public static PolicyText Parse(string name, string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var statements = root.GetProperty("Statement");
        return new PolicyText(
            name,
            root.TryGetProperty(nameof(Version), out var version) ? version.GetString()! : "2008-10-17",
            statements.ValueKind == JsonValueKind.Array
                ? [.. statements.EnumerateArray().Select((statement, index) => PolicyStatementText.Parse(statement, index))]
                : [PolicyStatementText.Parse(statements, 0)]);
    }
}

/// <summary>One statement; an element that it does not have is null.</summary>
internal sealed record PolicyStatementText
{
    private static readonly string[] Known =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    public required string Sid { get; init; }

    public required bool Allows { get; init; }

    public ImmutableArray<(string Kind, string Value)>? Principals { get; init; }

    public ImmutableArray<(string Kind, string Value)>? NotPrincipals { get; init; }

    public ImmutableArray<string>? Actions { get; init; }

    public ImmutableArray<string>? NotActions { get; init; }

    public ImmutableArray<string>? Resources { get; init; }

    public ImmutableArray<string>? NotResources { get; init; }

    public ImmutableArray<PolicyConditionText> Conditions { get; init; } = [];

    public bool HasPrincipal => Principals is not null || NotPrincipals is not null;

    public static PolicyStatementText Parse(JsonElement statement, int index)
    {
        var unknown = statement.EnumerateObject().Select(member => member.Name).Except(Known).ToList();
        if (unknown.Count > 0) throw new JsonException($"AWS knows no statement element {string.Join(", ", unknown)}.");
        var parsed = new PolicyStatementText
        {
            Sid = statement.TryGetProperty(nameof(Sid), out var sid) ? sid.GetString()! : $"#{index + 1}",
            Allows = statement.GetProperty("Effect").GetString() switch
            {
                "Allow" => true,
                "Deny" => false,
                var other => throw new JsonException($"An effect is Allow or Deny, not {other}."),
            },
            Principals = Principal(statement, "Principal"),
            NotPrincipals = Principal(statement, "NotPrincipal"),
            Actions = Texts(statement, "Action"),
            NotActions = Texts(statement, "NotAction"),
            Resources = Texts(statement, "Resource"),
            NotResources = Texts(statement, "NotResource"),
            Conditions = !statement.TryGetProperty("Condition", out var conditions) ? [] :
            [
                .. from operation in conditions.EnumerateObject()
                   from key in operation.Value.EnumerateObject()
                   select new PolicyConditionText(operation.Name, key.Name, [.. Values(key.Value)]),
            ],
        };
        return (parsed.Actions is null) == (parsed.NotActions is null) ? throw new JsonException($"{parsed.Sid} needs one of Action and NotAction.") : parsed;
    }

    private static ImmutableArray<(string, string)>? Principal(JsonElement statement, string name) =>
        !statement.TryGetProperty(name, out var principal) ? null
        : principal.ValueKind == JsonValueKind.String ? [("*", principal.GetString()!)]
        : [.. principal.EnumerateObject().SelectMany(kind => Values(kind.Value).Select(value => (kind.Name, value)))];

    private static ImmutableArray<string>? Texts(JsonElement statement, string name) =>
        statement.TryGetProperty(name, out var element) ? [.. Values(element)] : null;

    private static IEnumerable<string> Values(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Values),
        JsonValueKind.String => [element.GetString()!],
        _ => [element.GetRawText()],
    };
}

/// <summary>One key of a condition block.</summary>
internal sealed record PolicyConditionText(string Operator, string Key, ImmutableArray<string> Values);

internal enum PatternKind
{
    Literal,

    /// <summary><c>?</c></summary>
    One,

    /// <summary><c>*</c></summary>
    Many,
}

internal readonly record struct PatternCharacter(char Value, PatternKind Kind);

/// <summary>Texts with wildcards and policy variables.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"/>
internal static class PolicyPatternText
{
    /// <summary>The pattern with its variables filled in; null when one has no value. What a variable brings is no wildcard.</summary>
    public static PatternCharacter[]? Expand(string text, PolicyText policy, AccessRequest request)
    {
        if (policy.Version != "2012-10-17" || !text.Contains("${", StringComparison.Ordinal)) return Plain(text);
        var pattern = new List<PatternCharacter>();
        for (var position = 0; position < text.Length;)
        {
            var end = text.AsSpan(position).StartsWith("${") ? text.IndexOf('}', position) : -1;
            if (end < 0)
            {
                pattern.AddRange(Plain(text[position..++position]));
                continue;
            }

            var variable = text[(position + 2)..end].Split(',', 2, StringSplitOptions.TrimEntries);
            var value = variable[0] is "*" or "?" or "$" ? variable[0]
                : request.Find(variable[0]) is [var single] ? single
                : variable.Length == 2 ? variable[1].Trim('\'')
                : null;
            if (value is null) return null;
            pattern.AddRange(value.Select(character => new PatternCharacter(character, PatternKind.Literal)));
            position = end + 1;
        }

        return [.. pattern];
    }

    public static bool Matches(string pattern, string text, bool ignoreCase) => Matches(Plain(pattern), text, ignoreCase);

    public static bool Matches(ReadOnlySpan<PatternCharacter> pattern, ReadOnlySpan<char> text, bool ignoreCase)
    {
        int index = 0, position = 0, star = -1, retry = 0;
        while (position < text.Length)
        {
            if (index < pattern.Length && pattern[index].Kind == PatternKind.Many)
            {
                (star, retry) = (index++, position);
            }
            else if (index < pattern.Length && (pattern[index].Kind == PatternKind.One || Same(pattern[index].Value, text[position], ignoreCase)))
            {
                index++;
                position++;
            }
            else if (star < 0)
            {
                return false;
            }
            else
            {
                (index, position) = (star + 1, ++retry);
            }
        }

        while (index < pattern.Length && pattern[index].Kind == PatternKind.Many) index++;
        return index == pattern.Length;
    }

    /// <summary>For operators that know no wildcards.</summary>
    public static string Literal(PatternCharacter[] pattern) =>
        string.Create(pattern.Length, pattern, static (text, characters) =>
        {
            for (var index = 0; index < text.Length; index++) text[index] = characters[index].Value;
        });

    private static PatternCharacter[] Plain(string text) =>
        [.. text.Select(character => new PatternCharacter(character, character switch { '*' => PatternKind.Many, '?' => PatternKind.One, _ => PatternKind.Literal }))];

    private static bool Same(char left, char right, bool ignoreCase) =>
        ignoreCase ? char.ToLowerInvariant(left) == char.ToLowerInvariant(right) : left == right;
}
