namespace SecureApi.Configuration;

/// <summary>A rule on text.</summary>
public abstract class TextRuleAttribute : SettingRuleAttribute
{
    /// <inheritdoc/>
    public sealed override bool Allows(object value) => value is string text && AllowsText(text);

    /// <summary>True when the text keeps the rule.</summary>
    protected abstract bool AllowsText(string text);
}
