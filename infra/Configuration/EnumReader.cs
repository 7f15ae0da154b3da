namespace SecureApi.Configuration;

/// <summary>Reads one of an enumeration's words, in camel case.</summary>
internal sealed class EnumReader(Type type) : ValueReader
{
    private readonly string[] _words = Array.ConvertAll(Enum.GetNames(type), PropertyShape.CamelCase);

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <inheritdoc/>
    public override string TypeName => $"one of {string.Join(", ", _words)}";

    /// <summary>The value of a word; null when there is none.</summary>
    public object? ValueOf(string word)
    {
        var index = Array.IndexOf(_words, word);
        return index < 0 ? null : Enum.GetValuesAsUnderlyingType(type) is { } values ? Enum.ToObject(type, values.GetValue(index)!) : null;
    }

    /// <inheritdoc/>
    public override object? Read(ConfigNode node, object? current, BindingContext context)
    {
        if (node is ConfigScalar { ScalarKind: ScalarKind.Text } scalar)
        {
            if (ValueOf(scalar.Text) is { } value) return value;
            context.Report(TypeName + Suggestion.DidYouMean(scalar.Text, _words));
        }
        else
        {
            context.Report($"{TypeName}, not {node.Kind}");
        }

        return null;
    }
}
