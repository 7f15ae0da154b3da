using System.Collections.Immutable;
using System.Globalization;
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
            throw new WaiverFileException([new SettingFault(Path.GetFileName(path), null, "(not read)", $"a readable file: {error.Message}", $"chmod u+r {path}")]);
        }
    }

    /// <summary>The waivers of a text.</summary>
    /// <param name="file">The file's name, for locations.</param>
    /// <param name="text">YAML: a map with the key <c>waivers</c>, a list.</param>
    /// <exception cref="WaiverFileException">The text is not YAML, or an entry is incomplete.</exception>
    public static ImmutableArray<Waiver> Parse(string file, string text)
    {
        var faults = new List<SettingFault>();
        var waivers = ImmutableArray.CreateBuilder<Waiver>();
        try
        {
            var root = YamlReader.Read(file, text) as ConfigMap;
            foreach (var entry in root?.Entries ?? []) Expect(entry.Key == Root, entry.Key, entry.KeyLocation, $"{entry.Value}", $"the key {Root} alone", faults);
            if (root?.Find(Root)?.Value is ConfigList list)
            {
                foreach (var item in list.Items)
                {
                    if (Read(item, faults) is { } waiver) waivers.Add(waiver);
                }
            }
            else if (root?.Find(Root) is { Value: not ConfigScalar { ScalarKind: ScalarKind.Null } } other)
            {
                Expect(false, file, other.KeyLocation, other.Value.ToString(), "a list", faults);
            }
        }
        catch (YamlException error)
        {
            var location = new SourceLocation(file, (int)error.Start.Line, (int)error.Start.Column);
            faults.Add(new SettingFault(file, location, "(not read)", $"YAML: {error.Message}", $"{Root}: []"));
        }

        return faults.Count == 0 ? waivers.ToImmutable() : throw new WaiverFileException([.. faults]);
    }

    private static Waiver? Read(ConfigNode item, List<SettingFault> faults)
    {
        var before = faults.Count;
        var map = item as ConfigMap;
        Expect(map is not null, Root, item.Location, item.ToString(), "a map", faults);
        if (map is null) return null;

        foreach (var entry in map.Entries)
            Expect(Keys.Contains(entry.Key), $"{Root}.{entry.Key}", entry.KeyLocation, $"{entry.Value}", $"one of {string.Join(", ", Keys)}{Suggestion.DidYouMean(entry.Key, Keys)}", faults);
        var waiver = new Waiver
        {
            Control = Text(map, "control", "the id of a control", 1, faults),
            Resource = Text(map, "resource", "a resource's URN, or a pattern of it with *", 1, faults),
            Stacks = Stacks(map, faults),
            Reason = Text(map, "reason", $"a reason of at least {ShortestReason} characters", ShortestReason, faults),
            Owner = Text(map, "owner", "who answers for it", 1, faults),
            Expires = Day(map, faults),
            Location = map.Find("control")?.KeyLocation ?? map.Location,
        };
        Expect(waiver.Resource.Trim('*').Length > 0 || waiver.Resource.Length == 0, $"{Root}.resource", waiver.Location, waiver.Resource, "a pattern narrower than everything", faults);
        return faults.Count == before ? waiver : null;
    }

    private static string Text(ConfigMap map, string key, string rule, int shortest, List<SettingFault> faults)
    {
        var entry = map.Find(key);
        var text = (entry?.Value as ConfigScalar)?.Text.Trim() ?? "";
        Expect(text.Length >= shortest, $"{Root}.{key}", entry?.KeyLocation ?? map.Location, entry is null ? "(not set)" : $"{entry.Value}", rule, faults);
        return text;
    }

    private static ImmutableArray<string> Stacks(ConfigMap map, List<SettingFault> faults)
    {
        if (map.Find("stacks") is not { } entry) return [];
        var names = (entry.Value as ConfigList)?.Items.OfType<ConfigScalar>().Select(name => name.Text).ToImmutableArray() ?? [];
        Expect(!names.IsEmpty, $"{Root}.stacks", entry.KeyLocation, $"{entry.Value}", "a list of stacks; leave it out for all", faults);
        return names;
    }

    private static DateOnly Day(ConfigMap map, List<SettingFault> faults)
    {
        var text = Text(map, "expires", "a day: the last on which it counts", 1, faults);
        var read = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        Expect(read || text.Length == 0, $"{Root}.expires", map.Find("expires")?.KeyLocation, text, "a day as yyyy-MM-dd", faults);
        return day;
    }

    private static void Expect(bool holds, string key, SourceLocation? location, string value, string rule, List<SettingFault> faults)
    {
        if (!holds) faults.Add(new SettingFault(key, location, value, rule, Example));
    }
}
