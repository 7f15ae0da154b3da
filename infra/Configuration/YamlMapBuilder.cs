using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace SecureApi.Configuration;

/// <summary>Collects the entries of a YAML map, resolves merge keys and refuses duplicates.</summary>
internal sealed class YamlMapBuilder(YamlTokens tokens)
{
    private readonly SourceLocation _start = tokens.Here;
    private readonly ImmutableArray<ConfigEntry>.Builder _entries = ImmutableArray.CreateBuilder<ConfigEntry>();
    private readonly List<ConfigNode> _merged = [];
    private string _key = string.Empty;
    private SourceLocation? _keyLocation;
    private Token? _keyToken;
    private Token? _mergeToken;

    /// <summary>Reads a key.</summary>
    public void ReadKey(bool keyIsMissing)
    {
        if (keyIsMissing || tokens.Current is not YamlDotNet.Core.Tokens.Scalar scalar) throw tokens.Fault("a key of plain text");
        if (_entries.Any(entry => entry.Key == scalar.Value)) throw tokens.Fault($"unique keys: '{scalar.Value}' stands twice in this map");
        (_key, _keyLocation, _keyToken) = (scalar.Value, tokens.Here, scalar);
        tokens.Advance();
    }

    /// <summary>Adds the value of the key that was read.</summary>
    public void Add(ConfigNode value)
    {
        if (_key != "<<")
        {
            _entries.Add(new ConfigEntry(_key, value, _keyLocation));
            return;
        }

        _merged.AddRange(value is ConfigList list ? list.Items : [value]);
        _mergeToken = _keyToken;
    }

    /// <summary>The map, or the encrypted value that it stands for.</summary>
    public ConfigNode Build()
    {
        foreach (var merged in _merged)
        {
            if (merged is not ConfigMap map) throw new YamlException(_mergeToken!.Start, _mergeToken.End, "expected a map after the merge key <<");
            _entries.AddRange(map.Entries.Where(candidate => _entries.All(entry => entry.Key != candidate.Key)).ToArray());
        }

        return _entries is [{ Key: "secure", Value: ConfigScalar { ScalarKind: ScalarKind.Text } }]
            ? new ConfigScalar(string.Empty, ScalarKind.Encrypted, _start)
            : new ConfigMap(_entries.DrainToImmutable(), _start);
    }
}
