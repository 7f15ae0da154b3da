using System.Collections.Immutable;

namespace SecureApi.Configuration;

/// <summary>Reads a list whose items are all of one type, without duplicates.</summary>
internal sealed class ListReader<T>(ValueReader itemReader) : ValueReader
{
    /// <inheritdoc/>
    public override string TypeName => "a list";

    /// <summary>The items' reader.</summary>
    public ValueReader ItemReader => itemReader;

    /// <inheritdoc/>
    public override object? Read(ConfigNode node, object? current, BindingContext context)
    {
        if (node is not ConfigList list)
        {
            context.Report($"a list, not {node.Kind}");
            return null;
        }

        var items = ImmutableArray.CreateBuilder<T>(list.Items.Length);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Items.Length; i++)
        {
            var item = context.Enter(i);
            if (itemReader.Read(list.Items[i], current: null, item) is not T value || !item.KeepsRules(value)) continue;
            if (seen.Add($"{value}")) items.Add(value);
            else item.Report("a list without duplicates: this one stands above already");
        }

        return items.DrainToImmutable();
    }
}
