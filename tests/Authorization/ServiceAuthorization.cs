using System.Collections.Immutable;
using SecureApi.Tests.Support;

namespace SecureApi.Tests.Authorization;

/// <summary>
/// AWS's own tables of what an action can be limited to, for the services and actions in use: files beside this one. An action
/// that is missing there is added from AWS's page of its service.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"/>
internal static class ServiceAuthorization
{
    /// <summary>By type, such as <c>ec2:vpc</c>.</summary>
    public static IReadOnlyDictionary<string, ResourceType> Types { get; } = Rows("service-authorization-resources.tsv").ToDictionary(
        row => row[0], row => new ResourceType(row[0], AsPattern(row[1]), Words(row, 2)), StringComparer.Ordinal);

    /// <summary>By name, such as <c>ec2:CreateVpc</c>; AWS compares names without regard to case.</summary>
    public static IReadOnlyDictionary<string, ActionFacts> Actions { get; } = Rows("service-authorization-actions.tsv").ToDictionary(
        row => row[0],
        row => new ActionFacts(
            row[0],
            [.. Words(row, 1).Select(word => Types[$"{row[0].Split(':')[0]}:{word.TrimEnd('*')}"])],
            [.. Words(row, 1).Where(word => word.EndsWith('*')).Select(word => Types[$"{row[0].Split(':')[0]}:{word.TrimEnd('*')}"])],
            Words(row, 2)),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>What the AWS provider was seen to call.</summary>
    public static ImmutableArray<(string Action, bool IsRead)> Calls { get; } = [.. Rows("aws-calls.tsv").Select(row => (row[0], row[1] == "read"))];

    /// <summary>Why a statement can never decide about an action, a line each; nothing when it can.</summary>
    public static IEnumerable<string> NeverMatches(PolicyStatementText statement, string action, ResourceType? only = null)
    {
        if (!Actions.TryGetValue(action, out var facts))
        {
            yield return $"{action} is not in service-authorization-actions.tsv: add AWS's row";
            yield break;
        }

        var resources = statement.Resources ?? [];
        if (facts.Types.IsEmpty && !resources.Contains("*")) yield return $"{action} knows no resource: only \"*\" matches";
        var types = facts.Types.Where(type => (only is null || type == only) && resources.Any(resource => resource == "*" || Overlap(resource, type.Arn))).ToList();
        if (!facts.Types.IsEmpty && types.Count == 0)
            yield return $"{action} is about {string.Join(", ", facts.Types.Select(type => type.Name))}: no resource of the statement is one";

        var keys = facts.Keys.Concat(types.SelectMany(type => type.Keys)).ToList();
        foreach (var condition in statement.Conditions.Where(condition => NeedsTheKey(condition) && !IsGlobal(condition.Key)))
        {
            if (!keys.Exists(key => PolicyPatternText.Matches(key, condition.Key, ignoreCase: true)))
                yield return $"{action} has no condition key {condition.Key}";
        }
    }

    /// <summary>
    /// Keys that every request has, or every request of a kind: not a matter of the action.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    /// </summary>
    private static bool IsGlobal(string key) =>
        Array.Exists(["aws:Principal", "aws:Source", "aws:SecureTransport", "aws:Via", "aws:Called"], start => key.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>Negated operators, ForAllValues and …IfExists hold where the request has no such key.</summary>
    private static bool NeedsTheKey(PolicyConditionText condition) =>
        !condition.Operator.EndsWith("IfExists", StringComparison.Ordinal)
        && !condition.Operator.StartsWith("ForAllValues:", StringComparison.Ordinal)
        && !condition.Operator.Contains("Not", StringComparison.Ordinal);

    /// <summary>Whether some text matches both patterns; their only wildcard is <c>*</c>.</summary>
    private static bool Overlap(string left, string right)
    {
        // overlaps[i, j]: the patterns from i and from j on have a text in common.
        var overlaps = new bool[left.Length + 1, right.Length + 1];
        for (var i = left.Length; i >= 0; i--)
        {
            for (var j = right.Length; j >= 0; j--)
            {
                var (atLeft, atRight) = (i < left.Length ? left[i] : '\0', j < right.Length ? right[j] : '\0');
                overlaps[i, j] =
                    (i == left.Length && j == right.Length)
                    || ((atLeft == '*' || (atRight == '*' && i < left.Length)) && overlaps[i + 1, j])
                    || ((atRight == '*' || (atLeft == '*' && j < right.Length)) && overlaps[i, j + 1])
                    || (i < left.Length && j < right.Length && atLeft == atRight && overlaps[i + 1, j + 1]);
            }
        }

        return overlaps[0, 0];
    }

    private static string AsPattern(string arn)
    {
        var pattern = new System.Text.StringBuilder();
        for (var position = 0; position < arn.Length;)
        {
            var end = arn.AsSpan(position).StartsWith("${") ? arn.IndexOf('}', position) : -1;
            pattern.Append(end < 0 ? arn[position] : '*');
            position = end < 0 ? position + 1 : end + 1;
        }

        return pattern.ToString();
    }

    private static ImmutableArray<string> Words(string[] row, int column) =>
        row.Length > column ? [.. row[column].Split(' ', StringSplitOptions.RemoveEmptyEntries)] : [];

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(RepositoryFiles.At("tests", "Authorization", file)).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'));
}

/// <summary>A type of resource.</summary>
/// <param name="Name">Such as <c>ec2:vpc</c>.</param>
/// <param name="Arn">Its ARN, with <c>*</c> for what differs.</param>
/// <param name="Keys">Condition keys of requests for it.</param>
internal sealed record ResourceType(string Name, string Arn, ImmutableArray<string> Keys);

/// <summary>An action.</summary>
/// <param name="Name">Such as <c>ec2:CreateVpc</c>.</param>
/// <param name="Types">What its resources can be; empty when it knows none.</param>
/// <param name="Required">Those of which each request has one.</param>
/// <param name="Keys">Condition keys of its requests.</param>
internal sealed record ActionFacts(string Name, ImmutableArray<ResourceType> Types, ImmutableArray<ResourceType> Required, ImmutableArray<string> Keys);
