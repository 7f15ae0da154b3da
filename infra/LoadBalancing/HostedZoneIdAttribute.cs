using SecureApi.Configuration;

namespace SecureApi.LoadBalancing;

/// <summary>The id of a Route 53 hosted zone.</summary>
/// <remarks>https://docs.aws.amazon.com/Route53/latest/APIReference/API_HostedZone.html</remarks>
public sealed class HostedZoneIdAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "a Route 53 hosted zone id: Z and up to 31 capital letters and digits, without /hostedzone/";

    /// <inheritdoc/>
    protected override bool AllowsText(string text) =>
        text.Length is >= 2 and <= 32 && text[0] == 'Z' && text.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character));
}
