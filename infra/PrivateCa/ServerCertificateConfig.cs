using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>The gateway's certificate, which the load balancer connects to.</summary>
public sealed record ServerCertificateConfig
{
    /// <summary>How long the certificate is valid.</summary>
    [Setting(Min = 2, Max = 398, Unit = "days", Example = "90")]
    public int ValidityDays { get; init; } = 90;

    /// <summary>How long before its end the certificate is renewed by the next deployment.</summary>
    [Setting(Min = 1, Max = 397, Unit = "days", Example = "30")]
    public int RenewBeforeDays { get; init; } = 30;
}
