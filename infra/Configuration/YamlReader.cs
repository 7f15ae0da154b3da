using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace SecureApi.Configuration;

/// <summary>
/// Reads one of Pulumi's YAML files into <see cref="ConfigNode"/>s: one document, unique keys, anchors and merge keys.
/// A map whose only key is <c>secure</c> is an encrypted value.
/// </summary>
/// <remarks>
/// It stands on YamlDotNet's scanner and not on its parser, because the parser compiles regular expressions at its
/// first use: 40 ms, a fifth of what the whole preview may take.
/// </remarks>
internal sealed class YamlReader
{
    private readonly string _file;
    private readonly Scanner _scanner;
    private readonly Dictionary<string, ConfigNode> _anchors = new(StringComparer.Ordinal);

    private YamlReader(string file, string text)
    {
        _file = file;
        _scanner = new Scanner(new StringReader(text));
    }

    private Token Current => _scanner.Current ?? throw new YamlException(_scanner.CurrentPosition, _scanner.CurrentPosition, "unexpected end of the file");

    /// <summary>Reads a document; an empty one is an empty map.</summary>
    /// <param name="file">The file's name, for locations.</param>
    /// <param name="text">The file's text.</param>
    /// <exception cref="YamlException">The text is not such a document; its start is where the fault lies.</exception>
    public static ConfigNode Read(string file, string text)
    {
        var reader = new YamlReader(file, text);
        reader.Advance();
        reader.Skip<StreamStart>();
        while (reader.Current is VersionDirective or TagDirective) reader.Advance();
        reader.Skip<DocumentStart>();
        var root = reader.Current is StreamEnd or DocumentEnd
            ? new ConfigMap([], reader.Here())
            : reader.ReadNode();
        while (reader.Skip<DocumentEnd>())
        {
        }

        return reader.Current is StreamEnd ? root : throw reader.Fault("one document; found the start of another");
    }

    private ConfigNode ReadNode(bool inBlockMapping = false)
    {
        if (Current is AnchorAlias alias)
        {
            if (!_anchors.TryGetValue(alias.Value.Value, out var target)) throw Fault($"an anchor &{alias.Value.Value} before this alias");
            Advance();
            return target;
        }

        string? anchor = null;
        for (; Current is Anchor or Tag; Advance())
        {
            if (Current is Tag) throw Fault("no YAML tag (!…)");
            anchor = ((Anchor)Current).Value.Value;
        }

        ConfigNode node = Current switch
        {
            YamlDotNet.Core.Tokens.Scalar scalar => ReadScalar(scalar),
            BlockMappingStart => ReadBlockMapping(),
            FlowMappingStart => ReadFlowMapping(),
            BlockSequenceStart => ReadBlockSequence(),
            FlowSequenceStart => ReadFlowSequence(),
            // A list may stand at the indentation of its key; the scanner then marks no start and no end.
            BlockEntry when inBlockMapping => ReadBlockEntries(),
            _ when anchor is not null => Nothing(),
            _ => throw Fault("a value"),
        };
        if (anchor is not null) _anchors[anchor] = node;
        return node;
    }

    private ConfigScalar ReadScalar(YamlDotNet.Core.Tokens.Scalar scalar)
    {
        var kind = scalar.Style == ScalarStyle.Plain ? YamlScalars.KindOf(scalar.Value) : ScalarKind.Text;
        var node = new ConfigScalar(scalar.Value, kind, Here());
        Advance();
        return node;
    }

    private ConfigNode ReadBlockMapping()
    {
        var map = new MapBuilder(this);
        Advance();
        while (!Skip<BlockEnd>())
        {
            if (!Skip<Key>()) throw Fault("a key");
            map.ReadKey(keyIsMissing: Current is Key or Value or BlockEnd);
            map.Add(Skip<Value>() && Current is not (Key or Value or BlockEnd) ? ReadNode(inBlockMapping: true) : Nothing());
        }

        return map.Build();
    }

    private ConfigNode ReadFlowMapping()
    {
        var map = new MapBuilder(this);
        Advance();
        while (!Skip<FlowMappingEnd>())
        {
            Skip<Key>();
            map.ReadKey(keyIsMissing: Current is Value or FlowEntry or FlowMappingEnd);
            map.Add(Skip<Value>() && Current is not (FlowEntry or FlowMappingEnd) ? ReadNode() : Nothing());
            if (!Skip<FlowEntry>() && Current is not FlowMappingEnd) throw Fault("a comma or }");
        }

        return map.Build();
    }

    private ConfigList ReadBlockSequence()
    {
        Advance();
        var list = ReadBlockEntries();
        return Skip<BlockEnd>() ? list : throw Fault("a list item (-)");
    }

    private ConfigList ReadBlockEntries()
    {
        var start = Here();
        var items = ImmutableArray.CreateBuilder<ConfigNode>();
        while (Skip<BlockEntry>())
        {
            items.Add(Current is BlockEntry or Key or Value or BlockEnd ? Nothing() : ReadNode());
        }

        return new ConfigList(items.DrainToImmutable(), start);
    }

    private ConfigList ReadFlowSequence()
    {
        var start = Here();
        var items = ImmutableArray.CreateBuilder<ConfigNode>();
        Advance();
        while (!Skip<FlowSequenceEnd>())
        {
            items.Add(ReadNode());
            if (!Skip<FlowEntry>() && Current is not FlowSequenceEnd) throw Fault("a comma or ]");
        }

        return new ConfigList(items.DrainToImmutable(), start);
    }

    private ConfigScalar Nothing() => new(string.Empty, ScalarKind.Null, Here());

    private bool Skip<T>()
        where T : Token
    {
        if (Current is not T) return false;
        Advance();
        return true;
    }

    private void Advance()
    {
        try
        {
            _scanner.MoveNext();
        }
        catch (YamlException error) when (error.Start.Equals(error.End))
        {
            // The scanner names the start of what it was in; the fault is where it stopped.
            throw new YamlException(_scanner.CurrentPosition, _scanner.CurrentPosition, error.Message);
        }
        catch (InvalidOperationException)
        {
            // Its answer to some kinds of broken flow style.
            throw new YamlException(_scanner.CurrentPosition, _scanner.CurrentPosition, "a list or map is not closed before this");
        }

        if (_scanner.Current is Error fault) throw new YamlException(fault.Start, fault.End, fault.Value);
    }

    private SourceLocation Here() => At(_scanner.Current?.Start ?? _scanner.CurrentPosition);

    private SourceLocation At(Mark mark) =>
        new(_file, Convert.ToInt32(mark.Line, CultureInfo.InvariantCulture), Convert.ToInt32(mark.Column, CultureInfo.InvariantCulture));

    private YamlException Fault(string expected) => new(Current.Start, Current.End, "expected " + expected);

    /// <summary>Collects the entries of a map, resolves merge keys and refuses duplicates.</summary>
    private sealed class MapBuilder(YamlReader reader)
    {
        private readonly SourceLocation _start = reader.Here();
        private readonly ImmutableArray<ConfigEntry>.Builder _entries = ImmutableArray.CreateBuilder<ConfigEntry>();
        private readonly List<ConfigNode> _merged = [];
        private string _key = string.Empty;
        private SourceLocation? _keyLocation;
        private Token? _keyToken;

        public void ReadKey(bool keyIsMissing)
        {
            if (keyIsMissing || reader.Current is not YamlDotNet.Core.Tokens.Scalar scalar) throw reader.Fault("a key of plain text");
            if (_entries.Any(entry => entry.Key == scalar.Value)) throw reader.Fault($"unique keys: '{scalar.Value}' stands twice in this map");
            (_key, _keyLocation, _keyToken) = (scalar.Value, reader.Here(), scalar);
            reader.Advance();
        }

        public void Add(ConfigNode value)
        {
            if (_key == "<<") _merged.AddRange(value is ConfigList list ? list.Items : [value]);
            else _entries.Add(new ConfigEntry(_key, value, _keyLocation));
        }

        public ConfigNode Build()
        {
            foreach (var merged in _merged)
            {
                if (merged is not ConfigMap map) throw new YamlException(_keyToken!.Start, _keyToken.End, "expected a map after the merge key <<");
                _entries.AddRange(map.Entries.Where(candidate => _entries.All(entry => entry.Key != candidate.Key)).ToArray());
            }

            return _entries is [{ Key: "secure", Value: ConfigScalar { ScalarKind: ScalarKind.Text } }]
                ? new ConfigScalar(string.Empty, ScalarKind.Encrypted, _start)
                : new ConfigMap(_entries.DrainToImmutable(), _start);
        }
    }
}
