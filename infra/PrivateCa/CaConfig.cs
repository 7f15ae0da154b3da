using System.Collections.Immutable;
using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>The private certificate authority and its generations.</summary>
public sealed record CaConfig
{
    /// <summary>The CA's common name. The generation is added to it.</summary>
    [Setting(Max = 56, Example = "Secure API private CA"), SubjectText]
    public string CommonName { get; init; } = "Secure API private CA";

    /// <summary>The organization in the CA's subject.</summary>
    [Setting(Max = 64, Example = "Example Ltd"), SubjectText]
    public string Organization { get; init; } = "Secure API";

    /// <summary>The country in the CA's subject: two capital letters (ISO 3166-1 alpha-2).</summary>
    [Setting(Example = "IE"), CountryCode]
    public string? Country { get; init; }

    /// <summary>How long a CA certificate is valid.</summary>
    [Setting(Min = 30, Max = 7300, Unit = "days", Example = "3650")]
    public int ValidityDays { get; init; } = 3650;

    /// <summary>How long before its end a CA certificate is renewed, with the same key.</summary>
    [Setting(Min = 1, Max = 3650, Unit = "days", Example = "365")]
    public int RenewBeforeDays { get; init; } = 365;

    /// <summary>The CA generations that are trusted, oldest first. Rotation adds one, issues from it, then drops the old one.</summary>
    [Setting(Min = 1, Max = 4, Example = "[g1, g2]"), DnsLabel(6)]
    public ImmutableArray<string> Generations { get; init; } = ["g1"];

    /// <summary>The generation that signs new certificates; one of <c>generations</c>.</summary>
    [Setting(Example = "g1"), DnsLabel(6)]
    public string Issuing { get; init; } = "g1";
}
