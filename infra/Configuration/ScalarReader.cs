namespace SecureApi.Configuration;

/// <summary>Reads a single value.</summary>
/// <param name="typeName">The type for people.</param>
/// <param name="kind">What the scalar must be.</param>
/// <param name="parse">Makes the value from the text, or says what is asked for.</param>
internal sealed class ScalarReader(string typeName, ScalarKind kind, ScalarReader.Parser parse) : ValueReader
{
    /// <summary>Makes a value from text; null, and what is asked for, when it is not one.</summary>
    public delegate object? Parser(string text, out string? rule);

    /// <inheritdoc/>
    public override string TypeName => typeName;

    private bool IsText => kind == ScalarKind.Text && typeName == "text";

    /// <inheritdoc/>
    public override object? Read(ConfigNode node, object? current, BindingContext context)
    {
        if (node is not ConfigScalar scalar || scalar.ScalarKind != kind)
        {
            context.Report($"{typeName}, not {node.Kind}{Remedy(node)}", Quoted(node, context));
            return null;
        }

        var value = parse(scalar.Text, out var rule);
        if (value is null) context.Report(rule ?? typeName);
        return value;
    }

    private string Remedy(ConfigNode node) => node switch
    {
        ConfigScalar { ScalarKind: ScalarKind.Encrypted } => ": only a service's secrets may be encrypted",
        ConfigScalar { ScalarKind: ScalarKind.Null } => ": leave the key out to get the default",
        ConfigScalar { ScalarKind: ScalarKind.Text } => ": write it without quotes",
        ConfigScalar when IsText => ": write it in quotes",
        _ => string.Empty,
    };

    /// <summary>The entry with its value in quotes, where that mends it.</summary>
    private string? Quoted(ConfigNode node, BindingContext context) =>
        IsText && context.Name is { } name && !SecretDetector.IsSecretName(name)
        && node is ConfigScalar { ScalarKind: ScalarKind.Number or ScalarKind.Boolean, IsSecret: false } scalar
        && context.Property!.Rules.All(rule => rule.OnKeys || rule.Allows(scalar.Text))
            ? $"{context.Name}: \"{scalar.Text}\""
            : null;
}
