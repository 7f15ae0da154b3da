namespace SecureApi.PrivateCa;

/// <summary>What a <see cref="ServerCertificate"/> is made from.</summary>
public sealed record ServerCertificateArgs
{
    /// <summary>Validity and renewal.</summary>
    public required ServerCertificateSettings Settings { get; init; }

    /// <summary>Who signs.</summary>
    public required CertificateIssuer Issuer { get; init; }

    /// <summary>The DNS name of the server, its common name and only alternative name.</summary>
    public required string DnsName { get; init; }
}
