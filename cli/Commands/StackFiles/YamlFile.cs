using System.Globalization;
using System.Text.Json.Nodes;
using SecureApi.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace SecureApi.Cli.Commands.StackFiles;

/// <summary>
/// A YAML file as JSON, as Pulumi reads it: one document, unique keys, anchors and merge keys. A map whose only key is
/// <c>secure</c> is an encrypted value (<see cref="SecretText.EncryptedText"/>). Every value's place is known.
/// </summary>
internal sealed class YamlFile
{
    private const int MaxLevels = 64;
    private const int MaxNodes = 100_000;
    private readonly Dictionary<string, SourceLocation> _locations = new(StringComparer.Ordinal);
    private readonly string _file;
    private int _nodes;

    private YamlFile(string file) => _file = file;

    /// <summary>The document; an empty one is an empty map.</summary>
    public JsonNode? Root { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file's name, for locations.</param>
    /// <param name="text">The file's text.</param>
    /// <exception cref="YamlException">The text is not such a document; its start is where the error is.</exception>
    public static YamlFile Parse(string file, string text)
    {
        var result = new YamlFile(file);
        var parser = new Parser(new StringReader(text));
        try
        {
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

    private static JsonValue? ConvertScalar(YamlScalarNode scalar)
    {
        if (IsNull(scalar)) return null;
        var text = scalar.Value!;
        return scalar.Style != ScalarStyle.Plain ? JsonValue.Create(text) : text switch
        {
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ => Number(text) ?? JsonValue.Create(text),
        };
    }

    /// <summary>A number of YAML 1.1 or 1.2, as Pulumi's reader (Go) evaluates it; null for other text.</summary>
    private static JsonValue? Number(string text)
    {
        var digits = text.Replace("_", string.Empty, StringComparison.Ordinal);
        var (sign, unsigned) = digits.StartsWith('-') ? (-1, digits[1..]) : (1, digits.TrimStart('+'));
        if (unsigned.Length == 0 || !(char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.')) return null;
        var (radix, rest) = unsigned switch
        {
            ['0', 'x' or 'X', .. var hex] => (16, hex),
            ['0', 'b' or 'B', .. var bits] => (2, bits),
            ['0', 'o' or 'O', .. var octal] => (8, octal),
            ['0', .. { Length: > 0 } octal] => (8, octal),
            _ => (10, unsigned),
        };
        if (radix != 10 && rest.Length is > 0 and < 16 && rest.All(digit => char.IsAsciiHexDigit(digit) && System.Convert.ToInt32($"{digit}", 16) < radix))
            return JsonValue.Create(sign * rest.Aggregate(0L, (value, digit) => (value * radix) + System.Convert.ToInt32($"{digit}", 16)));
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return JsonValue.Create(whole);
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonValue.Create(number) : null;
    }

    private JsonNode ConvertMap(YamlMappingNode map, string[] path)
    {
        if (map.Children is { Count: 1 } && map.Children.First() is { Key: YamlScalarNode { Value: "secure" }, Value: YamlScalarNode secret } && !IsNull(secret))
        {
            _locations[string.Join('\0', path)] = At(map.Start);
            return JsonValue.Create(SecretText.EncryptedText);
        }

        var result = new JsonObject();
        foreach (var (name, key, value) in Entries(map, depth: 0))
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
    private static IEnumerable<(string Name, YamlNode Key, YamlNode Value)> Entries(YamlMappingNode map, int depth)
    {
        if (depth > MaxLevels) throw Error(map.Start, $"expected at most {MaxLevels} levels of merged maps");
        var merged = new List<YamlMappingNode>();
        foreach (var (key, value) in map.Children)
        {
            if (key is not YamlScalarNode { Value: { } name }) throw Error(key.Start, "expected a key of plain text");
            if (name != "<<")
            {
                yield return (name, key, value);
                continue;
            }

            foreach (var source in value is YamlSequenceNode list ? list.Children : [value])
                merged.Add(source as YamlMappingNode ?? throw Error(key.Start, "expected a map after the merge key <<"));
        }

        foreach (var entry in merged.SelectMany(source => Entries(source, depth + 1))) yield return entry;
    }

    private SourceLocation At(Mark mark) => new(_file, (int)mark.Line, (int)mark.Column);
}
