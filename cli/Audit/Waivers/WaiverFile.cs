using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Configuration;
using YamlDotNet.Core;

namespace SecureApi.Cli.Audit.Waivers;

/// <summary>Reads the waivers of the repository. Every fault of the file is reported at once.</summary>
public static class WaiverFile
{
    /// <summary>The file's name, beside <c>Pulumi.yaml</c>.</summary>
    public const string FileName = "audit.waivers.yaml";

    private const string Root = "waivers";
    private const int ShortestReason = 20;
    private const string Example = """
        control: s3-customer-key
              resource: "urn:pulumi:*aws:s3/bucket:Bucket::*-edge-logs"
              stacks: [prod]
              reason: Elastic Load Balancing writes its logs to no bucket with another key.
              owner: platform-team
              expires: 2027-06-30
        """;

    private static readonly string[] Keys = ["control", "resource", "stacks", "reason", "owner", "expires"];

    /// <summary>The waivers of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WaiverFileException">The file cannot be read, or an entry is incomplete.</exception>
    public static ImmutableArray<Waiver> Read(string path)
    {
        try
        {
            return Parse(Path.GetFileName(path), File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WaiverFileException([new ConfigError(Path.GetFileName(path), null, "(not read)", $"a readable file: {error.Message}", $"chmod u+r {path}")]);
        }
    }

    /// <summary>The waivers of a text.</summary>
    /// <param name="file">The file's name, for locations.</param>
    /// <param name="text">YAML: a map with the key <c>waivers</c>, a list.</param>
    /// <exception cref="WaiverFileException">The text is not YAML, or an entry is incomplete.</exception>
    public static ImmutableArray<Waiver> Parse(string file, string text)
    {
        var errors = new List<ConfigError>();
        var waivers = ImmutableArray.CreateBuilder<Waiver>();
        try
        {
            var yaml = YamlFile.Parse(file, text);
            var root = yaml.Root as JsonObject ?? [];
            foreach (var (key, value) in root) Expect(key == Root, key, yaml.LocateKey(key), ConfigErrors.Display(value), $"the key {Root} alone", errors);
            if (root[Root] is JsonArray list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    if (Read(new Entry(yaml, list[i], ConfigErrors.Item(i)), errors) is { } waiver) waivers.Add(waiver);
                }
            }
            else if (root[Root] is { } other)
            {
                Expect(false, file, yaml.LocateKey(Root), ConfigErrors.Display(other), "a list", errors);
            }
        }
        catch (YamlException error)
        {
            var location = new SourceLocation(file, (int)error.Start.Line, (int)error.Start.Column);
            errors.Add(new ConfigError(file, location, "(not read)", $"YAML: {error.Message}", $"{Root}: []"));
        }

        return errors.Count == 0 ? waivers.ToImmutable() : throw new WaiverFileException([.. errors]);
    }

    private static Waiver? Read(Entry entry, List<ConfigError> errors)
    {
        var before = errors.Count;
        Expect(entry.Node is JsonObject, Root, entry.Location, ConfigErrors.Display(entry.Node), "a map", errors);
        if (entry.Node is not JsonObject map) return null;
        foreach (var (key, value) in map)
            Expect(Keys.Contains(key), $"{Root}.{key}", entry.At(key), ConfigErrors.Display(value), $"one of {string.Join(", ", Keys)}{Suggestion.DidYouMean(key, Keys)}", errors);
        var waiver = new Waiver
        {
            Control = Text(entry, "control", "the id of a control", 1, errors),
            Resource = Text(entry, "resource", "a resource's URN, or a pattern of it with *", 1, errors),
            Stacks = Stacks(entry, errors),
            Reason = Text(entry, "reason", $"a reason of at least {ShortestReason} characters", ShortestReason, errors),
            Owner = Text(entry, "owner", "who answers for it", 1, errors),
            Expires = Day(entry, errors),
            Location = entry.At("control"),
        };
        Expect(waiver.Resource.Trim('*').Length > 0 || waiver.Resource.Length == 0, $"{Root}.resource", waiver.Location, waiver.Resource, "a pattern narrower than everything", errors);
        return errors.Count == before ? waiver : null;
    }

    private static string Text(Entry entry, string key, string rule, int shortest, List<ConfigError> errors)
    {
        var value = entry.Node![key];
        var text = value is JsonValue ? value.ToString().Trim() : "";
        Expect(text.Length >= shortest, $"{Root}.{key}", entry.At(key), entry.Has(key) ? ConfigErrors.Display(value) : "(not set)", rule, errors);
        return text;
    }

    private static ImmutableArray<string> Stacks(Entry entry, List<ConfigError> errors)
    {
        if (!entry.Has("stacks")) return [];
        var names = (entry.Node!["stacks"] as JsonArray)?.OfType<JsonValue>().Select(name => name.ToString()).ToImmutableArray() ?? [];
        Expect(!names.IsEmpty, $"{Root}.stacks", entry.At("stacks"), ConfigErrors.Display(entry.Node["stacks"]), "a list of stacks; leave it out for all", errors);
        return names;
    }

    private static DateOnly Day(Entry entry, List<ConfigError> errors)
    {
        var text = Text(entry, "expires", "a day: the last on which it counts", 1, errors);
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
