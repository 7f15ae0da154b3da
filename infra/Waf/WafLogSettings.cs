using System.Collections.Immutable;
using SecureApi.Configuration;

namespace SecureApi.Waf;

/// <summary>The web ACL's log, kept in CloudWatch.</summary>
public sealed record WafLogSettings
{
    /// <summary>Whether inspected requests are recorded.</summary>
    [Setting(Example = "true")]
    public bool Enabled { get; init; } = true;

    /// <summary>Headers whose values are left out of the records.</summary>
    /// <remarks>https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html</remarks>
    [Setting(Max = 100, Example = "[authorization, cookie]"), HeaderName]
    public ImmutableArray<string> RedactedHeaders { get; init; } = ["authorization", "cookie"];
}
