namespace SecureApi.Configuration;

/// <summary>A single value.</summary>
public sealed class ConfigScalar : ConfigNode
{
    /// <summary>Makes a scalar. The text of an encrypted one is dropped: nobody here can use it.</summary>
    public ConfigScalar(string text, ScalarKind kind, SourceLocation? location = null, bool isSecret = false)
        : base(location, isSecret || kind == ScalarKind.Encrypted)
    {
        Text = kind == ScalarKind.Encrypted ? string.Empty : text;
        ScalarKind = kind;
    }

    /// <summary>The value as it was written, without quotes.</summary>
    public string Text { get; }

    /// <summary>What the value is.</summary>
    public ScalarKind ScalarKind { get; }

    /// <inheritdoc/>
    public override string Kind => ScalarKind switch
    {
        ScalarKind.Text => "text",
        ScalarKind.Number => "a number",
        ScalarKind.Boolean => "true or false",
        ScalarKind.Null => "nothing",
        _ => "an encrypted value",
    };

    /// <inheritdoc/>
    private protected override string Display() => ScalarKind switch
    {
        ScalarKind.Null => "(empty)",
        ScalarKind.Text when Text.Length == 0 => "\"\"",
        _ => Text,
    };
}
