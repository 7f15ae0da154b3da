namespace SecureApi.Configuration;

/// <summary>The shape of a country code of ISO 3166-1 alpha-2.</summary>
public sealed class CountryCodeAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "two capital letters (ISO 3166-1 alpha-2)";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) => text is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];
}
