namespace SecureApi.Cli.Local;

/// <summary>A client of the registry with a key for this run.</summary>
/// <param name="Name">Its common name.</param>
/// <param name="CertificatePem">Its certificate, PEM; public.</param>
/// <param name="KeyPem">Its key, PEM. A secret.</param>
internal sealed record LocalClient(string Name, string CertificatePem, string KeyPem)
{
    /// <summary>Never the key.</summary>
    public override string ToString() => Name;
}
