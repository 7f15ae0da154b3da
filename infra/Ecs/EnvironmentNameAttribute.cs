using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>The name of an environment variable that a service may be given.</summary>
public sealed class EnvironmentNameAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override bool OnKeys => true;

    /// <inheritdoc/>
    public override string Rule => "an environment variable's name: 1 to 64 capital letters, digits and underscores; a letter first";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text.Length is >= 1 and <= 64
        && char.IsAsciiLetterUpper(text[0])
        && text.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '_');
}
