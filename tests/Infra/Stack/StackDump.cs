using System.Globalization;
using System.Text.RegularExpressions;
using SecureApi.Cli.Diff;
using SecureApi.Cli.Preview.Recording;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>
/// Everything that a recorded stack declares, as YAML for people who review it: a block for each resource, by type and name, with
/// its arguments and options; JSON documents spelled out (<c>!json</c>); values of other resources as references
/// (<c>${Vpc:secure-api-prod.id}</c>); certificates by what they say. A secret's value is never in it.
/// </summary>
internal sealed partial class StackDump
{
    private const int ShortestReference = 8;
    private const string PrivateKey = "tls:index/privateKey:PrivateKey";
    private static readonly EmitterSettings Layout = new EmitterSettings().WithBestWidth(int.MaxValue);

    private readonly RecordedStack stack;
    private readonly Dictionary<string, List<Reference>> references;

    private StackDump(RecordedStack stack)
    {
        this.stack = stack;
        references = stack.Resources.Where(resource => resource.IsCustom).ToDictionary(resource => resource.Urn, ReferencesTo, StringComparer.Ordinal);
    }

    /// <summary>The text, with a line end at its end.</summary>
    public static string Of(RecordedStack stack) => new StackDump(stack).Write();

    private string Write()
    {
        var everything = references.Values.SelectMany(list => list).Where(reference => !reference.IsCopy && !reference.Value.Contains("-----", StringComparison.Ordinal)).ToList();
        var blocks = new List<string>
        {
            Block($"{stack.Root.Type} {stack.Root.Name}", new YamlMappingNode("outputs", Node(stack.Outputs, everything, []))),
        };
        blocks.AddRange(stack.Resources.Skip(1)
            .OrderBy(resource => resource.Type, StringComparer.Ordinal).ThenBy(resource => resource.Name, StringComparer.Ordinal)
            .Select(resource => Block($"{resource.Type} {resource.Name}", Body(resource))));
        return string.Join('\n', blocks);
    }

    private static string Block(string title, YamlNode body)
    {
        using var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(new YamlMappingNode(Scalar(title), body))).Save(new TaggingEmitter(new Emitter(text, Layout)), assignAnchors: false);
        return text.ToString().ReplaceLineEndings("\n").Replace("...\n", "", StringComparison.Ordinal);
    }

    private YamlMappingNode Body(RecordedResource resource)
    {
        var body = new YamlMappingNode();
        var parents = new List<string>();
        for (var parent = resource.Parent; parent is not null && parent != stack.Root; parent = parent.Parent)
            parents.Insert(0, $"{parent.Type} {parent.Name}");
        body.Add("parent", Scalar(parents.Count == 0 ? "the stack" : string.Join(" > ", parents)));
        if (resource.Provider is { } provider)
            body.Add("provider", Scalar(LabelOf(provider[..provider.LastIndexOf("::", StringComparison.Ordinal)])));
        Add(body, "dependsOn", resource.DependsOn.Select(LabelOf));
        Add(body, "protect", resource.Protect);
        Add(body, "retainOnDelete", resource.RetainOnDelete);
        Add(body, "deleteBeforeReplace", resource.DeleteBeforeReplace);
        Add(body, "ignoreChanges", resource.IgnoreChanges);
        Add(body, "replaceOnChanges", resource.ReplaceOnChanges);
        Add(body, "additionalSecretOutputs", resource.AdditionalSecretOutputs);
        Add(body, "aliases", resource.Aliases);
        if (resource.ImportId is { } import)
            body.Add("import", Scalar(import));
        if (resource.DeletedWith is { } other)
            body.Add("deletedWith", Scalar(LabelOf(other)));
        if (resource.Timeouts is { } timeouts)
            Add(body, "customTimeouts", new[] { ("create", timeouts.Create), ("update", timeouts.Update), ("delete", timeouts.Delete) }.Where(limit => limit.Item2 is not null).Select(limit => $"{limit.Item1} {limit.Item2}"));
        if (resource.Inputs.Count > 0)
        {
            var inputs = new YamlMappingNode();
            foreach (var (name, value) in resource.Inputs)
            {
                var sources = resource.PropertyDependencies.Where(dependency => dependency.Property == name).SelectMany(dependency => dependency.Urns).ToList();
                inputs.Add(Scalar(name), Node(value, [.. sources.SelectMany(urn => references[urn])], sources));
            }

            body.Add("inputs", inputs);
        }

        if (!resource.IsCustom && resource.Outputs.Count > 0)
            body.Add("outputs", Node(resource.Outputs, [], []));
        return body;
    }

    private YamlNode Node(RecordedValue value, IReadOnlyCollection<Reference> known, IReadOnlyCollection<string> sources)
    {
        switch (value)
        {
            case RecordedSecret secret:
                var from = sources.Count == 0 ? "" : $" from {string.Join(", ", sources.Select(LabelOf))}";
                return Scalar(secret.IsMarked ? $"[secret]{from}" : $"[secret that the program did not mark]{from}");
            case RecordedMap map:
                var mapping = new YamlMappingNode { Style = map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block };
                foreach (var (name, entry) in map)
                    mapping.Add(Scalar(name), Node(entry, known, sources));
                return mapping;
            case RecordedList list:
                return new YamlSequenceNode(list.Select(item => Node(item, known, sources))) { Style = list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block };
            case RecordedText text when text.Value.AsSpan().TrimStart() is ['{' or '[', ..] && JsonValues.Parse(text.Value) is RecordedMap or RecordedList:
                var document = Node(JsonValues.Parse(text.Value)!, known, sources);
                document.Tag = "!json";
                return document;
            case RecordedText text:
                var plain = PemSummary.Of(Refer(text.Value, known));
                return Scalar(sources.Any(urn => stack.Find(urn)?.Type == PrivateKey) ? Digest().Replace(plain, "(digest of a key)") : plain);
            case RecordedNumber or RecordedBoolean:
                return new YamlScalarNode(value.ToString()) { Style = ScalarStyle.Plain };
            case RecordedUnknown:
                return Scalar("[unknown]");
            default:
                return new YamlScalarNode("null") { Style = ScalarStyle.Plain };
        }
    }

    // The longest first, so that an ARN is not taken for the id at its end. A copied argument, such as a fixed name, is a
    // reference only where it is the whole value.
    private static string Refer(string text, IReadOnlyCollection<Reference> known)
    {
        if (known.Count == 0 || text.Length == 0) return text;
        if (known.FirstOrDefault(reference => reference.Value == text && !reference.IsCopy) is { } whole) return whole.Label;
        var found = new List<string>();
        foreach (var reference in known.Where(reference => !reference.IsCopy && reference.Value.Length >= ShortestReference).OrderByDescending(reference => reference.Value.Length))
        {
            if (!text.Contains(reference.Value, StringComparison.Ordinal)) continue;
            text = text.Replace(reference.Value, $"\u0001{found.Count}\u0002", StringComparison.Ordinal);
            found.Add(reference.Label);
        }

        if (found.Count == 0) return known.FirstOrDefault(reference => reference.Value == text)?.Label ?? text;
        return Marker().Replace(text, match => found[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]);
    }

    private List<Reference> ReferencesTo(RecordedResource resource)
    {
        var values = new List<Reference>();
        foreach (var name in resource.Outputs.Names.OrderBy(name => name is "arn" ? 0 : 2))
        {
            // Accounts and regions are everybody's.
            if (resource.Outputs[name] is RecordedText { Value.Length: > 0 } text && text.Value != stack.Region.Name && !Account().IsMatch(text.Value))
                values.Add(new(text.Value, $"${{{Label(resource)}.{name}}}", IsArgument(resource, text.Value)));
        }

        if (resource.Id is { Length: > 0 } id)
            values.Insert(0, new(id, $"${{{Label(resource)}.id}}", IsArgument(resource, id)));
        return values;
    }

    private static bool IsArgument(RecordedResource resource, string value) => resource.Inputs.Values.Any(input => input is RecordedText text && text.Value == value);

    private string LabelOf(string urn) => stack.Find(urn) is { } resource ? Label(resource) : urn;

    private static string Label(RecordedResource resource) =>
        $"{(resource.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal) ? "Provider" : resource.Type[(resource.Type.LastIndexOf(':') + 1)..])}:{resource.Name}";

    private static void Add(YamlMappingNode body, string name, bool value)
    {
        if (value) body.Add(name, new YamlScalarNode("true") { Style = ScalarStyle.Plain });
    }

    private static void Add(YamlMappingNode body, string name, IEnumerable<string> values)
    {
        var items = new YamlSequenceNode(values.Select(Scalar));
        if (items.Children.Count > 0) body.Add(name, items);
    }

    // In quotes where YAML would read no text, so that "443" and 443 are told apart.
    private static YamlScalarNode Scalar(string text) => new(text)
    {
        Style = text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal
            : text.Length == 0 || NotPlain().IsMatch(text) ? ScalarStyle.DoubleQuoted
            : ScalarStyle.Plain,
    };

    [GeneratedRegex("\u0001([0-9]+)\u0002")]
    private static partial Regex Marker();

    [GeneratedRegex("^[0-9]{12}$")]
    private static partial Regex Account();

    [GeneratedRegex(@"^([-+.]?[0-9][0-9a-fA-FxoeE_.:+-]*|true|false|yes|no|on|off|null|~|[-+]?\.(inf|nan))$", RegexOptions.IgnoreCase)]
    private static partial Regex NotPlain();

    // What comes from a key changes with the name of the key's resource; an image's digest is the stack's own.
    [GeneratedRegex("(?<!sha256:|[0-9a-f])[0-9a-f]{24,}")]
    private static partial Regex Digest();

    // YamlDotNet takes the tag of a map for granted and leaves it out.
    private sealed class TaggingEmitter(IEmitter inner) : IEmitter
    {
        public void Emit(ParsingEvent @event) => inner.Emit(
            @event is MappingStart { Tag.IsEmpty: false } map ? new MappingStart(map.Anchor, map.Tag, isImplicit: false, map.Style) : @event);
    }

    private sealed record Reference(string Value, string Label, bool IsCopy);
}
