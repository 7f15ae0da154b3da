using System.Text.Json.Nodes;
using SecureApi.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SecureApi.Cli.Commands.StackFiles;

/// <summary>
/// A YAML file as JSON, as Pulumi reads it (docs/stack-files.md): one document, unique keys, anchors and merge keys. A map whose only
/// key is <c>secure</c> is an encrypted value (<see cref="SecretText.EncryptedText"/>). Every value's place is known.
/// </summary>
internal sealed class YamlFile
{
    private const int MaxLevels = 64;
    private const int MaxNodes = 100_000;
    private readonly Dictionary<string, SourceLocation> _locations = new(StringComparer.Ordinal);
    private readonly string _file;
    private readonly YamlKind _kind;
    private int _nodes;

    private YamlFile(string file, YamlKind kind) => (_file, _kind) = (file, kind);

    /// <summary>The document; an empty one is an empty map.</summary>
    public JsonNode? Root { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file's name, for locations.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="kind">Whose file it is.</param>
    /// <exception cref="YamlException">The text is not such a document; its start is where the error is.</exception>
    public static YamlFile Parse(string file, string text, YamlKind kind)
    {
        var result = new YamlFile(file, kind);
        var parser = new Parser(new StringReader(text));
        try
        {
            CheckCharacters(text);
            CheckEvents(parser);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            result.Root = stream.Documents.Count == 0 || IsNull(stream.Documents[0].RootNode)
                ? new JsonObject()
                : result.Convert(stream.Documents[0].RootNode, [], stream.Documents[0].RootNode.Start);
        }
        catch (YamlException error) when (error.Start.Equals(error.End))
        {
            // The parser names the start of what it was in; the error is where the scanner stops.
            throw Error(ScannedUntil(text) ?? error.Start, error.Message);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            // The parser's answer to some kinds of broken flow style.
            throw new YamlException(parser.Current?.End ?? Mark.Empty, parser.Current?.End ?? Mark.Empty, error.Message);
        }

        return result;
    }

    /// <summary>Where a value was written: a map or a list at its key. For a path that is not there, the nearest value that holds it.</summary>
    /// <param name="path">Keys from the top, list positions as <c>[0]</c>.</param>
    public SourceLocation? Locate(IEnumerable<string> path)
    {
        var segments = path.ToArray();
        for (var length = segments.Length; length >= 0; length--)
        {
            if (_locations.TryGetValue(string.Join('\0', segments[..length]), out var location)) return location;
        }

        return null;
    }

    /// <summary>Where the key of a value was written.</summary>
    public SourceLocation? LocateKey(params string[] path) => _locations.GetValueOrDefault(string.Join('\0', path) + "\0\0");

    /// <summary>The characters of YAML 1.2, section 5.1, as Pulumi's reader has them.</summary>
    private static void CheckCharacters(string text)
    {
        var (line, column) = (1, 1);
        for (var i = 0; i < text.Length; i++)
        {
            var isAllowed = text[i] is '\t' or '\n' or '\r' or >= ' ' and <= '~' or '\u0085' or >= '\u00A0' and not ('\uFEFF' or '\uFFFE' or '\uFFFF');
            if (!isAllowed && !(i == 0 && text[i] == '\uFEFF')) throw Error(new Mark(i, line, column), $"expected no control characters; found U+{(int)text[i]:X4}");
            (line, column) = text[i] == '\n' ? (line + 1, 1) : (line, column + 1);
        }
    }

    private static void CheckEvents(Parser parser)
    {
        var (level, documents) = (0, 0);
        var anchors = new HashSet<AnchorName>();
        while (parser.MoveNext())
        {
            if (parser.Current is NodeEvent { Anchor.IsEmpty: false } node) anchors.Add(node.Anchor);
            switch (parser.Current)
            {
                case DocumentStart when ++documents > 1:
                    throw Error(parser.Current.Start, "expected one document; found the start of another");
                case AnchorAlias alias when !anchors.Contains(alias.Value):
                    throw Error(alias.Start, $"expected an anchor &{alias.Value} before this alias");
                case NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } }:
                    throw Error(parser.Current.Start, "expected no YAML tag (!…)");
                case MappingStart or SequenceStart when ++level > MaxLevels:
                    throw Error(parser.Current.Start, $"expected at most {MaxLevels} levels of lists and maps");
                case MappingEnd or SequenceEnd:
                    level--;
                    break;
            }
        }
    }

    /// <summary>Where the scanner stops because of an error; null when it reads everything.</summary>
    private static Mark? ScannedUntil(string text)
    {
        var scanner = new Scanner(new StringReader(text));
        try
        {
            while (scanner.MoveNext())
            {
                // The scanner gives this token again and again.
                if (scanner.Current is YamlDotNet.Core.Tokens.Error error) return error.Start;
            }

            return null;
        }
        catch (Exception stopped) when (stopped is YamlException or InvalidOperationException)
        {
            return scanner.CurrentPosition;
        }
    }

    private static YamlException Error(Mark place, string message) => new(place, place, message);

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };

    private JsonNode? Convert(YamlNode node, string[] path, Mark place)
    {
        // An alias may stand for a list that holds it, or multiply what it stands for.
        if (path.Length > MaxLevels) throw Error(node.Start, $"expected at most {MaxLevels} levels of lists and maps");
        if (++_nodes > MaxNodes) throw Error(node.Start, $"expected at most {MaxNodes} values");
        _locations[string.Join('\0', path)] = At(place);
        switch (node)
        {
            case YamlSequenceNode list:
                return new JsonArray([.. list.Children.Select((item, index) => Convert(item, [.. path, ConfigValue.Item(index)], item.Start))]);
            case YamlMappingNode map:
                return ConvertMap(map, path);
            default:
                return ConvertScalar((YamlScalarNode)node);
        }
    }

    private JsonNode? ConvertScalar(YamlScalarNode scalar)
    {
        try
        {
            return scalar.Style == ScalarStyle.Plain ? YamlScalar.Resolve(scalar.Value ?? "", _kind) : JsonValue.Create(scalar.Value);
        }
        catch (FormatException error)
        {
            throw Error(scalar.Start, error.Message);
        }
    }

    private JsonNode ConvertMap(YamlMappingNode map, string[] path)
    {
        if (map.Children is { Count: 1 } && map.Children.First() is { Key: YamlScalarNode { Value: "secure" }, Value: YamlScalarNode secret }
            && ConvertScalar(secret)?.GetValueKind() == System.Text.Json.JsonValueKind.String)
        {
            _locations[string.Join('\0', path)] = At(map.Start);
            return JsonValue.Create(SecretText.EncryptedText);
        }

        var result = new JsonObject();
        foreach (var (name, key, value) in Entries(map, path.Length, depth: 0))
        {
            // A merged key that the map has itself, or that an earlier merged map has, does not count.
            if (result.ContainsKey(name)) continue;
            string[] childPath = [.. path, name];
            _locations[string.Join('\0', childPath) + "\0\0"] = At(key.Start);
            result[name] = Convert(value, childPath, value is YamlScalarNode ? value.Start : key.Start);
        }

        return result;
    }

    /// <summary>A map's own entries, then those of the maps that it merges.</summary>
    private IEnumerable<(string Name, YamlNode Key, YamlNode Value)> Entries(YamlMappingNode map, int level, int depth)
    {
        if (depth > MaxLevels) throw Error(map.Start, $"expected at most {MaxLevels} levels of merged maps");
        var merged = new List<YamlMappingNode>();
        foreach (var (key, value) in map.Children)
        {
            if (key is not YamlScalarNode { Value: not null } scalar) throw Error(key.Start, "expected a key of plain text");
            if (scalar is not { Value: "<<", Style: ScalarStyle.Plain })
            {
                yield return (KeyOf(scalar, level), key, value);
                continue;
            }

            foreach (var source in value is YamlSequenceNode list ? list.Children : [value])
                merged.Add(source as YamlMappingNode ?? throw Error(key.Start, "expected a map after the merge key <<"));
        }

        foreach (var entry in merged.SelectMany(source => Entries(source, level, depth + 1))) yield return entry;
    }

    /// <summary>Pulumi refuses other keys than text above the settings' own, and in all of the project file.</summary>
    private string KeyOf(YamlScalarNode key, int level)
    {
        if (key.Style != ScalarStyle.Plain || _kind == YamlKind.Other) return key.Value!;
        var isText = ConvertScalar(key)?.GetValueKind() == System.Text.Json.JsonValueKind.String;
        if (!isText && (_kind == YamlKind.Project || level < 2)) throw Error(key.Start, $"expected a key of text: write \"{key.Value}\" in quotes");
        return YamlScalar.Key(key.Value!);
    }

    private SourceLocation At(Mark mark) => new(_file, (int)mark.Line, (int)mark.Column);
}

/// <summary>Whose file it is: dates and keys that are no text mean something else in each.</summary>
internal enum YamlKind
{
    /// <summary>A file that Pulumi does not read: dates are text.</summary>
    Other,

    /// <summary>A stack file: dates reach the program as Go prints them.</summary>
    Stack,

    /// <summary>The project file: dates reach the program as JSON writes them, and keys are text.</summary>
    Project,
}
