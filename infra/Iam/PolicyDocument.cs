using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SecureApi.Common;

namespace SecureApi.Iam;

/// <summary>
/// An IAM policy document, the same type for identity, resource and trust policies. Values are plain strings: build it
/// inside <c>Apply</c> where an ARN is known only later.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
/// <param name="Statements">The statements, in the order in which they are written.</param>
public sealed record PolicyDocument(params ImmutableArray<PolicyStatement> Statements)
{
    /// <summary>The version of the policy language with variables and all operators.</summary>
    public const string Version = "2012-10-17";

    /// <summary>The document as compact JSON. Members, actions and resources keep the order of the declaration.</summary>
    public string ToJson() => JsonText.Of(new DocumentJson(Version, Statements.Select(statement => statement.Json())));

    private sealed record DocumentJson(
        [property: JsonPropertyName("Version")] string Version,
        [property: JsonPropertyName("Statement")] IEnumerable<PolicyStatement.StatementJson> Statement);
}

/// <summary>One statement of a policy document.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html"/>
public sealed record PolicyStatement
{
    /// <summary>What the statement is for, in letters and digits: it appears in the console and in CloudTrail.</summary>
    public required string Sid { get; init; }

    /// <summary>Allow (the default) or deny.</summary>
    public PolicyEffect Effect { get; init; } = PolicyEffect.Allow;

    /// <summary>Who; only in resource and trust policies.</summary>
    public PolicyPrincipal? Principal { get; init; }

    /// <summary>The actions, such as <c>secretsmanager:GetSecretValue</c>.</summary>
    public required ImmutableArray<string> Actions { get; init; }

    /// <summary>ARNs. Empty in a trust policy, where the role itself is the resource.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>All of these must hold.</summary>
    public ImmutableArray<PolicyCondition> Conditions { get; init; } = [];

    internal StatementJson Json() => new(
        Sid,
        Effect.ToString(),
        Principal?.Json(),
        JsonText.OneOrMany(Actions),
        Resources.IsEmpty ? null : JsonText.OneOrMany(Resources),
        Conditions.IsEmpty ? null : PolicyCondition.Json(Conditions));

    /// <summary>A statement as IAM writes it.</summary>
    internal sealed record StatementJson(
        [property: JsonPropertyName("Sid")] string Sid,
        [property: JsonPropertyName("Effect")] string Effect,
        [property: JsonPropertyName("Principal")] object? Principal,
        [property: JsonPropertyName("Action")] object Action,
        [property: JsonPropertyName("Resource")] object? Resource,
        [property: JsonPropertyName("Condition")] object? Condition);
}

/// <summary>The principal of a statement in a resource policy or trust policy.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"/>
public sealed record PolicyPrincipal
{
    private readonly string? _kind;
    private readonly ImmutableArray<string> _values;

    private PolicyPrincipal(string? kind, params ImmutableArray<string> values)
    {
        _kind = kind;
        _values = values;
    }

    /// <summary>Everybody; only sensible in a denial or beside conditions.</summary>
    public static PolicyPrincipal Anyone { get; } = new(null, "*");

    /// <summary>An AWS service, such as <c>ecs-tasks.amazonaws.com</c>.</summary>
    /// <param name="services">Service principals.</param>
    public static PolicyPrincipal Service(params ImmutableArray<string> services) => new("Service", services);

    /// <summary>Accounts, roles or users by ARN.</summary>
    /// <param name="arns">Principal ARNs.</param>
    public static PolicyPrincipal Aws(params ImmutableArray<string> arns) => new("AWS", arns);

    /// <summary>An OpenID Connect provider by ARN.</summary>
    /// <param name="arns">Provider ARNs.</param>
    public static PolicyPrincipal Federated(params ImmutableArray<string> arns) => new("Federated", arns);

    internal object Json() => _kind is null
        ? _values[0]
        : new Dictionary<string, object> { [_kind] = JsonText.OneOrMany(_values) };
}

/// <summary>One condition of a statement: an operator, a key and the values of which one must match.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html"/>
/// <param name="Operator">Such as <c>StringEquals</c> or <c>ArnLike</c>.</param>
/// <param name="Key">Such as <c>aws:SourceAccount</c>.</param>
/// <param name="Values">At least one value.</param>
public sealed record PolicyCondition(string Operator, string Key, params ImmutableArray<string> Values)
{
    /// <summary>The request must come from a resource of this account: stops a confused deputy.</summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"/>
    /// <param name="accountId">Twelve digits.</param>
    public static PolicyCondition SourceAccount(string accountId) => new("StringEquals", "aws:SourceAccount", accountId);

    /// <summary>The request must come on behalf of a resource whose ARN is like the pattern.</summary>
    /// <param name="pattern">An ARN with <c>*</c> and <c>?</c>.</param>
    public static PolicyCondition SourceArn(string pattern) => new("ArnLike", "aws:SourceArn", pattern);

    /// <summary>The request came without TLS.</summary>
    public static PolicyCondition InsecureTransport { get; } = new("Bool", "aws:SecureTransport", "false");

    internal static object Json(ImmutableArray<PolicyCondition> conditions) => conditions
        .GroupBy(condition => condition.Operator, StringComparer.Ordinal)
        .ToDictionary(
            group => group.Key,
            group => group.ToDictionary(condition => condition.Key, condition => JsonText.OneOrMany(condition.Values), StringComparer.Ordinal),
            StringComparer.Ordinal);
}

/// <summary>The effect of a statement.</summary>
public enum PolicyEffect
{
    /// <summary>The request may proceed.</summary>
    Allow,

    /// <summary>The request is refused, whatever another statement allows.</summary>
    Deny,
}
