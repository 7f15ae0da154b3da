using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace SecureApi.Configuration;

/// <summary>
/// Reads one of Pulumi's YAML files into <see cref="ConfigNode"/>s: one document, unique keys, anchors and merge keys.
/// A map whose only key is <c>secure</c> is an encrypted value.
/// </summary>
internal sealed class YamlReader
{
    private const int MostLevels = 64;

    private readonly YamlTokens _tokens;
    private readonly Dictionary<string, ConfigNode> _anchors = new(StringComparer.Ordinal);

    private int _level;

    private YamlReader(YamlTokens tokens) => _tokens = tokens;

    /// <summary>Reads a document; an empty one is an empty map.</summary>
    /// <param name="file">The file's name, for locations.</param>
    /// <param name="text">The file's text.</param>
    /// <exception cref="YamlException">The text is not such a document; its start is where the fault lies.</exception>
    public static ConfigNode Read(string file, string text)
    {
        var tokens = new YamlTokens(file, text);
        tokens.Skip<StreamStart>();
        while (tokens.Current is VersionDirective or TagDirective) tokens.Advance();
        tokens.Skip<DocumentStart>();
        var root = tokens.Current is StreamEnd or DocumentEnd
            ? new ConfigMap([], tokens.Here)
            : new YamlReader(tokens).ReadNode();
        while (tokens.Skip<DocumentEnd>())
        {
        }

        return tokens.Current is StreamEnd ? root : throw tokens.Fault("one document; found the start of another");
    }

    private ConfigNode ReadNode(bool inBlockMapping = false)
    {
        if (_tokens.Current is AnchorAlias alias)
        {
            if (!_anchors.TryGetValue(alias.Value.Value, out var target)) throw _tokens.Fault($"an anchor &{alias.Value.Value} before this alias");
            _tokens.Advance();
            return target;
        }

        string? anchor = null;
        for (; _tokens.Current is Anchor or Tag; _tokens.Advance())
        {
            if (_tokens.Current is Tag) throw _tokens.Fault("no YAML tag (!…)");
            anchor = ((Anchor)_tokens.Current).Value.Value;
        }

        if (++_level > MostLevels) throw _tokens.Fault($"at most {MostLevels} levels of lists and maps");
        ConfigNode node = _tokens.Current switch
        {
            YamlDotNet.Core.Tokens.Scalar scalar => ReadScalar(scalar),
            BlockMappingStart => ReadBlockMapping(),
            FlowMappingStart => ReadFlowMapping(),
            BlockSequenceStart => ReadBlockSequence(),
            FlowSequenceStart => ReadFlowSequence(),
            // A list may stand at the indentation of its key; the scanner then marks no start and no end.
            BlockEntry when inBlockMapping => ReadBlockEntries(),
            _ when anchor is not null => Nothing(),
            _ => throw _tokens.Fault("a value"),
        };
        _level--;
        if (anchor is not null) _anchors[anchor] = node;
        return node;
    }

    private ConfigScalar ReadScalar(YamlDotNet.Core.Tokens.Scalar scalar)
    {
        var kind = scalar.Style == ScalarStyle.Plain ? YamlScalars.KindOf(scalar.Value) : ScalarKind.Text;
        var node = new ConfigScalar(scalar.Value, kind, _tokens.Here);
        _tokens.Advance();
        return node;
    }

    private ConfigNode ReadBlockMapping()
    {
        var map = new YamlMapBuilder(_tokens);
        _tokens.Advance();
        while (!_tokens.Skip<BlockEnd>())
        {
            if (!_tokens.Skip<Key>()) throw _tokens.Fault("a key");
            map.ReadKey(keyIsMissing: _tokens.Current is Key or Value or BlockEnd);
            map.Add(_tokens.Skip<Value>() && _tokens.Current is not (Key or Value or BlockEnd) ? ReadNode(inBlockMapping: true) : Nothing());
        }

        return map.Build();
    }

    private ConfigNode ReadFlowMapping()
    {
        var map = new YamlMapBuilder(_tokens);
        _tokens.Advance();
        while (!_tokens.Skip<FlowMappingEnd>())
        {
            _tokens.Skip<Key>();
            map.ReadKey(keyIsMissing: _tokens.Current is Value or FlowEntry or FlowMappingEnd);
            map.Add(_tokens.Skip<Value>() && _tokens.Current is not (FlowEntry or FlowMappingEnd) ? ReadNode() : Nothing());
            if (!_tokens.Skip<FlowEntry>() && _tokens.Current is not FlowMappingEnd) throw _tokens.Fault("a comma or }");
        }

        return map.Build();
    }

    private ConfigList ReadBlockSequence()
    {
        _tokens.Advance();
        var list = ReadBlockEntries();
        return _tokens.Skip<BlockEnd>() ? list : throw _tokens.Fault("a list item (-)");
    }

    private ConfigList ReadBlockEntries()
    {
        var start = _tokens.Here;
        var items = ImmutableArray.CreateBuilder<ConfigNode>();
        while (_tokens.Skip<BlockEntry>())
        {
            items.Add(_tokens.Current is BlockEntry or Key or Value or BlockEnd ? Nothing() : ReadNode());
        }

        return new ConfigList(items.DrainToImmutable(), start);
    }

    private ConfigList ReadFlowSequence()
    {
        var start = _tokens.Here;
        var items = ImmutableArray.CreateBuilder<ConfigNode>();
        _tokens.Advance();
        while (!_tokens.Skip<FlowSequenceEnd>())
        {
            items.Add(ReadNode());
            if (!_tokens.Skip<FlowEntry>() && _tokens.Current is not FlowSequenceEnd) throw _tokens.Fault("a comma or ]");
        }

        return new ConfigList(items.DrainToImmutable(), start);
    }

    private ConfigScalar Nothing() => new(string.Empty, ScalarKind.Null, _tokens.Here);
}
