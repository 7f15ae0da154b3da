using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Configuration;
using YamlDotNet.Core;

namespace SecureApi.Cli.Audit;

/// <summary>A finding that its owner accepts until a date, with a reason.</summary>
public sealed record Suppression
{
    /// <summary>The rule's id.</summary>
    public required string Rule { get; init; }

    /// <summary>Whose finding: a resource's URN, or a pattern of it with <c>*</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>The stacks to which it applies; empty for all.</summary>
    public required ImmutableArray<string> Stacks { get; init; }

    /// <summary>Why it is acceptable.</summary>
    public required string Reason { get; init; }

    /// <summary>Who answers for it.</summary>
    public required string Owner { get; init; }

    /// <summary>The last day on which it is valid.</summary>
    public required DateOnly Expires { get; init; }

    /// <summary>Where it is written.</summary>
    public required SourceLocation? Location { get; init; }

    /// <summary>True when it applies to the stack.</summary>
    /// <param name="stack">The stack's name.</param>
    public bool AppliesTo(string stack) => Stacks.IsEmpty || Stacks.Contains(stack);

    /// <summary>True when it covers an evaluation of the rule.</summary>
    /// <param name="rule">The rule's id.</param>
    /// <param name="evaluation">The evaluation; one of the stack as a whole is never suppressed.</param>
    public bool Covers(string rule, Evaluation evaluation) =>
        Rule == rule && evaluation.Resource is { } resource && PolicyPattern.Matches(Resource, resource.Urn);
}

/// <summary>Reads the suppressions of the repository. Every error of the file is reported at once.</summary>
public static class SuppressionFile
{
    /// <summary>The file's name, beside <c>Pulumi.yaml</c>.</summary>
    public const string FileName = "audit.suppressions.yaml";

    private const string Root = "suppressions";
    private const int ShortestReason = 20;
    private const string Example = """
        rule: s3-customer-key
              resource: "urn:pulumi:*aws:s3/bucket:Bucket::*-edge-logs"
              stacks: [prod]
              reason: Elastic Load Balancing writes its logs to no bucket with another key.
              owner: platform-team
              expires: 2027-06-30
        """;

    private static readonly string[] Keys = ["rule", "resource", "stacks", "reason", "owner", "expires"];

    /// <summary>The suppressions of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserException">The file cannot be read, or an entry is incomplete.</exception>
    public static ImmutableArray<Suppression> Read(string path)
    {
        try
        {
            return Parse(Path.GetFileName(path), File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Invalid([new ConfigError(Path.GetFileName(path), null, "(not read)", $"a readable file: {error.Message}", $"chmod u+r {path}")]);
        }
    }

    /// <summary>The suppressions of a text.</summary>
    /// <param name="file">The file's name, for locations.</param>
    /// <param name="text">YAML: a map with the key <c>suppressions</c>, a list.</param>
    /// <exception cref="UserException">The text is not YAML, or an entry is incomplete.</exception>
    public static ImmutableArray<Suppression> Parse(string file, string text)
    {
        var errors = new List<ConfigError>();
        var suppressions = ImmutableArray.CreateBuilder<Suppression>();
        try
        {
            var yaml = YamlFile.Parse(file, text, YamlKind.Other);
            var root = yaml.Root as JsonObject ?? [];
            foreach (var (key, value) in root) Expect(key == Root, key, yaml.LocateKey(key), ConfigValue.Display(value), $"the only key is {Root}", errors);
            if (root[Root] is JsonArray list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    if (Read(new Entry(yaml, list[i], ConfigValue.Item(i)), errors) is { } suppression) suppressions.Add(suppression);
                }
            }
            else if (root[Root] is { } other)
            {
                Expect(false, file, yaml.LocateKey(Root), ConfigValue.Display(other), "a list", errors);
            }
        }
        catch (YamlException error)
        {
            var location = new SourceLocation(file, (int)error.Start.Line, (int)error.Start.Column);
            errors.Add(new ConfigError(file, location, "(not read)", $"YAML: {error.Message}", $"{Root}: []"));
        }

        return errors.Count == 0 ? suppressions.ToImmutable() : throw Invalid(errors);
    }

    private static UserException Invalid(List<ConfigError> errors) =>
        new($"The suppressions have {(errors.Count == 1 ? "1 error" : $"{errors.Count} errors")}; nothing was audited.\n\n{string.Join("\n\n", errors)}\n");

    private static Suppression? Read(Entry entry, List<ConfigError> errors)
    {
        var before = errors.Count;
        Expect(entry.Node is JsonObject, Root, entry.Location, ConfigValue.Display(entry.Node), "a map", errors);
        if (entry.Node is not JsonObject map) return null;
        foreach (var (key, value) in map)
            Expect(Keys.Contains(key), $"{Root}.{key}", entry.At(key), ConfigValue.Display(value), $"one of {string.Join(", ", Keys)}{Suggestion.DidYouMean(key, Keys)}", errors);
        var suppression = new Suppression
        {
            Rule = Text(entry, "rule", "the id of a rule", 1, errors),
            Resource = Text(entry, "resource", "a resource's URN, or a pattern of it with *", 1, errors),
            Stacks = Stacks(entry, errors),
            Reason = Text(entry, "reason", $"a reason of at least {ShortestReason} characters", ShortestReason, errors),
            Owner = Text(entry, "owner", "who answers for it", 1, errors),
            Expires = Day(entry, errors),
            Location = entry.At("rule"),
        };
        Expect(suppression.Resource.Trim('*').Length > 0 || suppression.Resource.Length == 0, $"{Root}.resource", suppression.Location, suppression.Resource, "a pattern narrower than everything", errors);
        return errors.Count == before ? suppression : null;
    }

    private static string Text(Entry entry, string key, string rule, int shortest, List<ConfigError> errors)
    {
        var value = entry.Node![key];
        var text = value is JsonValue ? value.ToString().Trim() : "";
        Expect(text.Length >= shortest, $"{Root}.{key}", entry.At(key), entry.Has(key) ? ConfigValue.Display(value) : "(not set)", rule, errors);
        return text;
    }

    private static ImmutableArray<string> Stacks(Entry entry, List<ConfigError> errors)
    {
        if (!entry.Has("stacks")) return [];
        var names = (entry.Node!["stacks"] as JsonArray)?.OfType<JsonValue>().Select(name => name.ToString()).ToImmutableArray() ?? [];
        Expect(!names.IsEmpty, $"{Root}.stacks", entry.At("stacks"), ConfigValue.Display(entry.Node["stacks"]), "a list of stacks; leave it out for all", errors);
        return names;
    }

    private static DateOnly Day(Entry entry, List<ConfigError> errors)
    {
        var text = Text(entry, "expires", "the last day on which it is valid", 1, errors);
        var read = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        Expect(read || text.Length == 0, $"{Root}.expires", entry.At("expires"), text, "a day as yyyy-MM-dd", errors);
        return day;
    }

    private static void Expect(bool holds, string key, SourceLocation? location, string value, string rule, List<ConfigError> errors)
    {
        if (!holds) errors.Add(new ConfigError(key, location, value, rule, Example));
    }

    /// <summary>An entry of the list, and where it is written.</summary>
    private sealed record Entry(YamlFile Yaml, JsonNode? Node, string Item)
    {
        public SourceLocation? Location => Yaml.Locate([Root, Item]);

        public bool Has(string key) => Node is JsonObject map && map.ContainsKey(key);

        public SourceLocation? At(string key) => Yaml.LocateKey(Root, Item, key) ?? Location;
    }
}

/// <summary>The suppressions of a stack during an audit: which were used, and which are invalid themselves.</summary>
internal sealed class SuppressionList(ImmutableArray<Suppression> suppressions, ImmutableArray<string> rules, DateOnly date)
{
    private readonly HashSet<Suppression> _used = new(ReferenceEqualityComparer.Instance);

    /// <summary>The rules on suppressions themselves.</summary>
    public static ImmutableArray<Rule> Rules => [Expired, Unused, Unknown];

    private static Rule Expired { get; } = Rule("suppression-expired", "Suppressions have not expired", "A suppression is for a time: after it somebody must decide again.");

    private static Rule Unused { get; } = Rule("suppression-unused", "Every suppression is needed", "An unused suppression will one day hide something new.");

    private static Rule Unknown { get; } = Rule("suppression-unknown-rule", "Every suppression names a rule", "A misspelt suppression accepts nothing.");

    /// <summary>The suppression that accepts an evaluation today; null when none does.</summary>
    public Suppression? Find(string rule, Evaluation evaluation)
    {
        foreach (var suppression in suppressions)
        {
            if (!suppression.Covers(rule, evaluation)) continue;
            _used.Add(suppression);
            if (suppression.Expires >= date) return suppression;
        }

        return null;
    }

    /// <summary>What is wrong with the suppressions themselves. To be asked last.</summary>
    public IEnumerable<Finding> Findings()
    {
        foreach (var suppression in suppressions)
        {
            if (!rules.Contains(suppression.Rule))
                yield return Finding(Unknown, suppression, $"The suppression names the rule {suppression.Rule}, which does not exist.");
            else if (suppression.Expires < date)
                yield return Finding(Expired, suppression, $"The suppression of {suppression.Rule} for {suppression.Resource} expired on {suppression.Expires:yyyy-MM-dd}.");
            else if (!_used.Contains(suppression))
                yield return Finding(Unused, suppression, $"Nothing needs the suppression of {suppression.Rule} for {suppression.Resource}.");
        }
    }

    private static Finding Finding(Rule rule, Suppression suppression, string problem) => new(
        rule,
        new Evaluation
        {
            Compliance = Compliance.NonCompliant,
            Resource = null,
            Problem = problem,
            Evidence = [new Evidence("written at", suppression.Location?.ToString() ?? "unknown"), new Evidence("owner", suppression.Owner)],
        },
        Suppression: null);

    // Evaluated by Findings, after every other rule.
    private static Rule Rule(string id, string title, string why) => new()
    {
        Id = id,
        Title = title,
        Why = why,
        Document = "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_securely_operate_control_objectives.html",
        Severity = Severity.Medium,
        Evaluate = _ => [],
    };
}
