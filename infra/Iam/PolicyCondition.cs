using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Json;

namespace SecureApi.Iam;

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

    internal static void WriteAll(Utf8JsonWriter json, ImmutableArray<PolicyCondition> conditions)
    {
        json.WriteStartObject("Condition");
        foreach (var group in conditions.GroupBy(condition => condition.Operator, StringComparer.Ordinal))
        {
            json.WriteStartObject(group.Key);
            foreach (var condition in group) JsonText.WriteOneOrMany(json, condition.Key, condition.Values);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
