using System.Collections.Immutable;
using Pulumi;
using Pulumi.Tls;
using Pulumi.Tls.Inputs;
using SecureApi.Common;

namespace SecureApi.PrivateCa;

/// <summary>
/// The private CA: a key and a self-signed certificate for each trusted generation, of which one issues.
/// </summary>
/// <remarks>
/// The keys are RSA 3072. Signatures by RSA (PKCS#1 v1.5) are deterministic, so that a revocation list made from the same
/// settings has the same bytes; they verify faster than those of P-256; and a load balancer's trust store takes them. The
/// keys live in the stack's state as secrets, and nowhere else.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"/>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc5280"/>
public sealed class CertificateAuthority : ComponentResource
{
    private const int KeyBits = 3072;
    private const int HoursPerDay = 24;

    /// <summary>Declares keys and certificates.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">The CA's settings.</param>
    /// <param name="options">Parent and providers.</param>
    public CertificateAuthority(string name, CertificateAuthorityArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:private-ca:CertificateAuthority", name, options)
    {
        var settings = args.Settings;
        var generations = settings.Generations.ToSortedMap(
            generation => generation, generation => Generation($"{name}-ca-{generation}", generation, settings));

        Issuer = generations[settings.Issuing];
        Issuers = [.. settings.Generations.Select(generation => generations[generation])];
        Bundle = Output.All(Issuers.Select(issuer => issuer.CertificatePem))
            .Apply(certificates => string.Concat(certificates.Select(Pem.Normalize)));

        RegisterOutputs(new Dictionary<string, object?> { ["bundle"] = Bundle });
    }

    /// <summary>The generation that signs: its certificate, and its key as a secret.</summary>
    public CertificateIssuer Issuer { get; }

    /// <summary>Every trusted generation, oldest first. Each signs a revocation list.</summary>
    public ImmutableArray<CertificateIssuer> Issuers { get; }

    /// <summary>All trusted certificates, PEM, oldest generation first.</summary>
    public Output<string> Bundle { get; }

    private CertificateIssuer Generation(string label, string generation, CaConfig settings)
    {
        var child = new CustomResourceOptions { Parent = this };
        var key = new PrivateKey(label, new PrivateKeyArgs { Algorithm = "RSA", RsaBits = KeyBits }, child);
        var subject = new SelfSignedCertSubjectArgs
        {
            // Each generation has a name of its own, so that a verifier never tries the wrong key.
            CommonName = $"{settings.CommonName} {generation}",
            Organization = settings.Organization,
        };
        if (settings.Country is { } country) subject.Country = country;

        var certificate = new SelfSignedCert(label, new SelfSignedCertArgs
        {
            PrivateKeyPem = key.PrivateKeyPem,
            Subject = subject,
            IsCaCertificate = true,
            MaxPathLength = 0,
            SetSubjectKeyId = true,
            SetAuthorityKeyId = true,
            ValidityPeriodHours = settings.ValidityDays * HoursPerDay,
            EarlyRenewalHours = settings.RenewBeforeDays * HoursPerDay,
            AllowedUses = { "cert_signing", "crl_signing" },
        }, child);

        return new CertificateIssuer(generation, certificate.CertPem, key.PrivateKeyPem);
    }
}

/// <summary>The arguments of <see cref="CertificateAuthority"/>.</summary>
public sealed record CertificateAuthorityArgs
{
    /// <summary>Subject, validity and generations.</summary>
    public required CaConfig Settings { get; init; }
}

/// <summary>A CA certificate and its key.</summary>
/// <param name="Generation">Which of the trusted generations this is.</param>
/// <param name="CertificatePem">The certificate, PEM.</param>
/// <param name="PrivateKeyPem">The key, PEM; a secret.</param>
public sealed record CertificateIssuer(string Generation, Output<string> CertificatePem, Output<string> PrivateKeyPem);
