using System.Collections.Immutable;

namespace SecureApi.Cli.Audit.Policies;

/// <summary>One condition of a statement.</summary>
/// <param name="Operator">Such as <c>StringEquals</c>.</param>
/// <param name="Key">Such as <c>aws:SourceAccount</c>.</param>
/// <param name="Values">The values of which one must match.</param>
public sealed record ParsedCondition(string Operator, string Key, ImmutableArray<string> Values)
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
