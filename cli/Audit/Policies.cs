using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;

namespace SecureApi.Cli.Audit;

/// <summary>A policy document that an argument of a resource holds.</summary>
/// <remarks>
/// Every text argument that holds an object with <c>Statement</c> is one, whatever the type of its resource, so that a
/// new component's policies are evaluated without a change here.
/// </remarks>
public sealed record DeclaredPolicy
{
    private const string Trust = "assumeRolePolicy";
    private const string Endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
    private const string IdentityModule = "aws:iam/";

    /// <summary>The resource.</summary>
    public required RecordedResource Resource { get; init; }

    /// <summary>The argument.</summary>
    public required string Property { get; init; }

    /// <summary>What the document is attached to.</summary>
    public required PolicyKind Kind { get; init; }

    /// <summary>The document; null when it cannot be read.</summary>
    public required PolicyDocument? Document { get; init; }

    /// <summary>Why it cannot be read.</summary>
    public string? Error { get; init; }

    /// <summary>True when the document is marked as a secret: then no report quotes it.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The statements that allow something.</summary>
    public IEnumerable<PolicyStatement> Allowing => Document?.Statement.Where(statement => statement.Allows) ?? [];

    /// <summary>All policies of a stack, in the order of declaration.</summary>
    /// <param name="stack">The recorded resources.</param>
    public static ImmutableArray<DeclaredPolicy> In(RecordedStack stack) =>
        [.. stack.Resources.Where(resource => resource.IsCustom).SelectMany(resource => In(resource, resource.Inputs, ""))];

    /// <summary>Evidence: every statement in one line.</summary>
    public ImmutableArray<Evidence> Quotes => [.. (Document?.Statement ?? []).Select(Quote)];

    /// <summary>Evidence: a statement in one line.</summary>
    /// <param name="statement">A statement of this document.</param>
    public Evidence Quote(PolicyStatement statement) => IsSecret ? new Evidence(Property, SecretText.Mask) : new Evidence(
        $"{Property}.{statement.Sid}",
        $"{(statement.Allows ? "allow" : "deny")} {string.Join(", ", statement.Actions)}"
        + (statement.Resources.IsEmpty ? "" : $" on {string.Join(", ", statement.Resources)}")
        + (statement.Principals.IsEmpty ? "" : $" to {string.Join(", ", statement.Principals)}")
        + (statement.Conditions.IsEmpty ? "" : $" if {string.Join(", ", statement.Conditions.Select(condition => condition.Key))}"));

    private static IEnumerable<DeclaredPolicy> In(RecordedResource resource, RecordedMap map, string path)
    {
        foreach (var (name, value) in map)
        {
            switch (value.Revealed)
            {
                case RecordedText text when LooksLikePolicy(text.Value):
                    yield return Read(resource, path + name, text.Value) with { IsSecret = value.ContainsSecret };
                    break;
                case RecordedMap inner:
                    foreach (var policy in In(resource, inner, $"{path}{name}.")) yield return policy;
                    break;
                case RecordedList list:
                    foreach (var policy in list.Maps.SelectMany(item => In(resource, item, $"{path}{name}."))) yield return policy;
                    break;
            }
        }
    }

    private static bool LooksLikePolicy(string text) =>
        text.AsSpan().TrimStart().StartsWith("{") && text.Contains("\"Statement\"", StringComparison.Ordinal);

    private static DeclaredPolicy Read(RecordedResource resource, string property, string text)
    {
        var kind = property == Trust ? PolicyKind.Trust
            : resource.Type == Endpoint ? PolicyKind.Endpoint
            : resource.Type.StartsWith(IdentityModule, StringComparison.Ordinal) ? PolicyKind.Identity
            : PolicyKind.Resource;
        try
        {
            return new DeclaredPolicy { Resource = resource, Property = property, Kind = kind, Document = PolicyDocument.Parse(text) };
        }
        catch (JsonException error)
        {
            return new DeclaredPolicy { Resource = resource, Property = property, Kind = kind, Document = null, Error = $"not a valid policy at {error.Path ?? "$"}" };
        }
    }
}

/// <summary>What a policy document is attached to.</summary>
public enum PolicyKind
{
    /// <summary>To a role, a user or a group: what it may do.</summary>
    Identity,

    /// <summary>To a role: who may assume it.</summary>
    Trust,

    /// <summary>To a resource: who may use it.</summary>
    Resource,

    /// <summary>To a VPC endpoint: what may pass through it.</summary>
    Endpoint,
}

/// <summary>A policy document, read as IAM reads it.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
public sealed record PolicyDocument
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new OneOrMany<PolicyStatement>(), new OneOrMany<string>(), new ScalarText(), new Principals() } };

    /// <summary>The version of the policy language.</summary>
    public string Version { get; init; } = "";

    /// <summary>The statements, in order.</summary>
    [JsonRequired]
    public ImmutableArray<PolicyStatement> Statement { get; init; }

    /// <summary>Reads a document. A statement without an id gets its position: <c>#1</c>.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="JsonException">The text is not a policy.</exception>
    public static PolicyDocument Parse(string json)
    {
        var document = JsonSerializer.Deserialize<PolicyDocument>(json, Options) ?? throw new JsonException();
        return document with { Statement = [.. document.Statement.Select((statement, index) => statement.Sid.Length > 0 ? statement : statement with { Sid = $"#{index + 1}" })] };
    }

    /// <summary>IAM takes one value where it takes a list.</summary>
    private sealed class OneOrMany<T> : JsonConverter<ImmutableArray<T>>
    {
        public override ImmutableArray<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.StartArray
                ? [.. JsonSerializer.Deserialize<List<T>>(ref reader, options)!]
                : [JsonSerializer.Deserialize<T>(ref reader, options)!];

        public override void Write(Utf8JsonWriter writer, ImmutableArray<T> value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    /// <summary>A condition may hold a number or a boolean; IAM compares its text.</summary>
    private sealed class ScalarText : JsonConverter<string>
    {
        public override bool HandleNull => true;

        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => JsonElement.ParseValue(ref reader).GetRawText(),
            _ => throw new JsonException(),
        };

        public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => throw new NotSupportedException();
    }

    /// <summary><c>"*"</c>, or lists of principals by kind.</summary>
    private sealed class Principals : JsonConverter<ImmutableArray<PolicyPrincipal>>
    {
        public override ImmutableArray<PolicyPrincipal> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
                ? [new PolicyPrincipal("*", reader.GetString()!)]
                : [.. from kind in JsonSerializer.Deserialize<Dictionary<string, ImmutableArray<string>>>(ref reader, options)!
                      from value in kind.Value
                      select new PolicyPrincipal(kind.Key, value)];

        public override void Write(Utf8JsonWriter writer, ImmutableArray<PolicyPrincipal> value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}

/// <summary>One statement of a policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html"/>
public sealed record PolicyStatement
{
    /// <summary>The statement's id.</summary>
    public string Sid { get; init; } = "";

    /// <summary><c>Allow</c> or <c>Deny</c>.</summary>
    [JsonRequired]
    public string Effect { get; init => field = value is "Allow" or "Deny" ? value : throw new JsonException(); } = "";

    /// <summary>Who; empty in an identity policy.</summary>
    [JsonPropertyName("Principal")]
    public ImmutableArray<PolicyPrincipal> Principals { get; init; } = [];

    /// <summary>The actions; empty when <see cref="Negations"/> says which are left out.</summary>
    [JsonPropertyName("Action")]
    public ImmutableArray<string> Actions { get; init; } = [];

    /// <summary>The resources; empty in a trust policy.</summary>
    [JsonPropertyName("Resource")]
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The conditions by operator and key.</summary>
    public Dictionary<string, Dictionary<string, ImmutableArray<string>>> Condition { get; init; } = [];

    /// <summary>Every other element, <c>NotAction</c>, <c>NotResource</c> and <c>NotPrincipal</c> among them.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <summary>False for a denial.</summary>
    [JsonIgnore]
    public bool Allows => Effect == "Allow";

    /// <summary>The conditions, all of which must hold.</summary>
    [JsonIgnore]
    public ImmutableArray<PolicyCondition> Conditions =>
        [.. Condition.SelectMany(group => group.Value, (group, entry) => new PolicyCondition(group.Key, entry.Key, entry.Value))];

    /// <summary>The elements that name what the statement leaves out.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Negations => [.. Others?.Keys.Where(name => name.StartsWith("Not", StringComparison.Ordinal)) ?? []];

    /// <summary>True when one of the action patterns covers the action.</summary>
    /// <param name="action">A full action, such as <c>iam:PassRole</c>.</param>
    public bool Covers(string action) => Actions.Any(pattern => PolicyPattern.Matches(pattern, action, ignoreCase: true));

    /// <summary>True when a condition on the key really restricts the statement.</summary>
    /// <param name="key">A condition key.</param>
    public bool Restricts(string key) => Conditions.Any(condition => condition.Restricts(key));

    /// <summary>True when the resources are not narrowed at all.</summary>
    [JsonIgnore]
    public bool AnyResource => Resources.Any(resource => resource.Trim('*').Length == 0);
}

/// <summary>One condition of a statement.</summary>
/// <param name="Operator">Such as <c>StringEquals</c>.</param>
/// <param name="Key">Such as <c>aws:SourceAccount</c>.</param>
/// <param name="Values">The values of which one must match.</param>
public sealed record PolicyCondition(string Operator, string Key, ImmutableArray<string> Values)
{
    /// <summary>True for a condition on this key that really restricts: not an <c>…IfExists</c> form, not a bare wildcard.</summary>
    /// <param name="key">The key; IAM compares it without regard to case.</param>
    public bool Restricts(string key) =>
        Key.Equals(key, StringComparison.OrdinalIgnoreCase)
        && !Operator.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase)
        && !Operator.StartsWith("Null", StringComparison.OrdinalIgnoreCase)
        && !Operator.Contains("Not", StringComparison.OrdinalIgnoreCase)
        && !Values.IsEmpty
        && Values.All(value => value.Trim('*').Length > 0);
}

/// <summary>One principal of a statement.</summary>
/// <param name="Kind"><c>AWS</c>, <c>Service</c>, <c>Federated</c>, <c>CanonicalUser</c>; <c>*</c> for everybody.</param>
/// <param name="Value">An ARN, an account, a service's name, or <c>*</c>.</param>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"/>
public sealed record PolicyPrincipal(string Kind, string Value)
{
    /// <summary>True for everybody, with or without an AWS account.</summary>
    public bool IsAnyone => Value == "*" && Kind is "*" or "AWS";

    /// <summary>True for an AWS service that acts on a customer's behalf.</summary>
    public bool IsService => Kind == "Service";

    /// <summary>The account of an AWS principal, twelve digits; null when it names none.</summary>
    public string? Account => Kind != "AWS"
        ? null
        : Value.Length == 12 && Value.All(char.IsAsciiDigit)
            ? Value
            : Value.Split(':') is [_, _, _, _, { Length: 12 } account, ..] ? account : null;

    /// <inheritdoc/>
    public override string ToString() => Kind == "*" ? "*" : $"{Kind}: {Value}";
}

/// <summary>Matches IAM's patterns: <c>*</c> for any text, <c>?</c> for any character.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"/>
public static class PolicyPattern
{
    /// <summary>True when the whole text matches the pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">What is compared.</param>
    /// <param name="ignoreCase">True for actions, which IAM compares without regard to case.</param>
    public static bool Matches(string pattern, string text, bool ignoreCase = false) => text.Length == 0
        ? pattern.Trim('*').Length == 0
        : FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), text, ignoreCase);
}
