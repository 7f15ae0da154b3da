using SecureApi.Configuration;

namespace SecureApi.LoadBalancing;

/// <summary>The ARN of an ACM certificate.</summary>
/// <remarks>https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html</remarks>
public sealed class CertificateArnAttribute : TextRuleAttribute
{
    /// <inheritdoc/>
    public override string Rule => "the ARN of an ACM certificate: arn:<partition>:acm:<region>:<account>:certificate/<id>";

    /// <summary>The partition and region of a certificate's ARN; null when it is not one.</summary>
    public static (string Partition, string Region)? Parse(string text)
    {
        const string Prefix = "certificate/";
        if (text.Split(':') is not ["arn", var partition, "acm", var region, { Length: 12 } account, var resource]) return null;
        return account.All(char.IsAsciiDigit)
            && resource.StartsWith(Prefix, StringComparison.Ordinal)
            && Guid.TryParseExact(resource.AsSpan(Prefix.Length), "D", out _)
            ? (partition, region)
            : null;
    }

    /// <inheritdoc/>
    protected override bool AllowsText(string text) => Parse(text) is not null;
}
