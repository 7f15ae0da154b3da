using System.Collections.Immutable;
using SecureApi.Configuration;
using SecureApi.Ecs;

namespace SecureApi.PrivateCa;

/// <summary>One client of the API: its certificate and what it may reach.</summary>
public sealed record ClientConfig
{
    /// <summary>The client's certificate signing request in PEM (PKCS#10, RFC 2986). Its private key never leaves the client.</summary>
    [Setting(Max = 8192, Example = "|  # and the PEM text below, indented")]
    public string? CertificateSigningRequest { get; init; }

    /// <summary>How long the client's certificate is valid.</summary>
    [Setting(Min = 2, Max = 825, Unit = "days", Example = "365")]
    public int ValidityDays { get; init; } = 365;

    /// <summary>How long before its end the certificate is renewed by the next deployment.</summary>
    [Setting(Min = 1, Max = 824, Unit = "days", Example = "30")]
    public int RenewBeforeDays { get; init; } = 30;

    /// <summary>The path prefixes that the client may reach; all when empty.</summary>
    [Setting(Max = 50, Example = "[/v1/webhooks/acme]"), PathPrefix]
    public ImmutableArray<string> PathPrefixes { get; init; } = [];

    /// <summary>Whom to ask about this client: an e-mail address.</summary>
    [Setting(Example = "webhooks@acme.example"), EmailAddress]
    public required string Contact { get; init; }

    /// <summary>Lets the stack make and keep the client's private key. Only for clients that cannot make a key.</summary>
    [Setting(Example = "false")]
    public bool GenerateKey { get; init; }
}
