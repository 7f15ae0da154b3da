using SecureApi.Common;

namespace SecureApi.Configuration;

/// <summary>Reads a map from names to values of one type.</summary>
internal sealed class MapReader<T>(ValueReader valueReader) : ValueReader
{
    /// <inheritdoc/>
    public override string TypeName => "a map";

    /// <summary>The values' reader.</summary>
    public ValueReader ItemReader => valueReader;

    /// <inheritdoc/>
    public override object? Read(ConfigNode node, object? current, BindingContext context)
    {
        if (node is not ConfigMap map)
        {
            context.ReportShape(TypeName, node);
            return null;
        }

        var values = ((NamedMap<T>)current!).ToBuilder();
        foreach (var entry in map.Entries)
        {
            var item = context.Enter(entry.Key);
            var keyIsGood = item.KeepsRules(entry.Key, onKeys: true);
            if (valueReader.Read(entry.Value, current: null, item) is T value && item.KeepsRules(value) && keyIsGood) values[entry.Key] = value;
        }

        return values.ToImmutable();
    }
}
