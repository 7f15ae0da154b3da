namespace SecureApi.PrivateCa;

/// <summary>What a <see cref="CertificateAuthority"/> is made from.</summary>
public sealed record CertificateAuthorityArgs
{
    /// <summary>Subject, validity and generations.</summary>
    public required CaSettings Settings { get; init; }
}
