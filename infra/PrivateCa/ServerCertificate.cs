using Pulumi;
using Pulumi.Tls;
using Pulumi.Tls.Inputs;

namespace SecureApi.PrivateCa;

/// <summary>
/// The gateway's own key and certificate, for TLS between load balancer and gateway. Renewed by the first
/// <c>pulumi up</c> inside the renewal window.
/// </summary>
/// <remarks>
/// P-256: the load balancer does not verify its targets' certificates, so the choice is for speed; a handshake signs once
/// and P-256 signs much faster than RSA (<c>openssl speed rsa3072 ecdsap256</c>).
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html"/>
public sealed class ServerCertificate : ComponentResource
{
    private const int HoursPerDay = 24;

    /// <summary>Declares key, request and certificate.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Issuer, name and validity.</param>
    /// <param name="options">Parent and providers.</param>
    public ServerCertificate(string name, ServerCertificateArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:private-ca:ServerCertificate", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        var label = $"{name}-server";
        var key = new PrivateKey(label, new PrivateKeyArgs { Algorithm = "ECDSA", EcdsaCurve = "P256" }, child);
        var request = new CertRequest(label, new CertRequestArgs
        {
            PrivateKeyPem = key.PrivateKeyPem,
            Subject = new CertRequestSubjectArgs { CommonName = args.DnsName },
            DnsNames = { args.DnsName },
        }, child);
        var certificate = new LocallySignedCert(label, new LocallySignedCertArgs
        {
            CertRequestPem = request.CertRequestPem,
            CaCertPem = args.Issuer.CertificatePem,
            CaPrivateKeyPem = args.Issuer.PrivateKeyPem,
            SetSubjectKeyId = true,
            ValidityPeriodHours = args.Settings.ValidityDays * HoursPerDay,
            EarlyRenewalHours = args.Settings.RenewBeforeDays * HoursPerDay,
            AllowedUses = { "digital_signature", "server_auth" },
        }, child);

        CertificatePem = certificate.CertPem;
        PrivateKeyPem = key.PrivateKeyPem;
        RegisterOutputs(new Dictionary<string, object?> { ["certificatePem"] = CertificatePem });
    }

    /// <summary>The certificate, PEM.</summary>
    public Output<string> CertificatePem { get; }

    /// <summary>The key, PEM; a secret.</summary>
    public Output<string> PrivateKeyPem { get; }
}

/// <summary>The arguments of <see cref="ServerCertificate"/>.</summary>
public sealed record ServerCertificateArgs
{
    /// <summary>Validity and renewal.</summary>
    public required ServerCertificateConfig Settings { get; init; }

    /// <summary>Who signs.</summary>
    public required CertificateIssuer Issuer { get; init; }

    /// <summary>The DNS name of the server, its common name and only alternative name.</summary>
    public required string DnsName { get; init; }
}
