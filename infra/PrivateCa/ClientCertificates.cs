using System.Collections.Immutable;
using Pulumi;
using Pulumi.Tls;
using Pulumi.Tls.Inputs;
using SecureApi.Common;
using SecureApi.SecretsManager;

namespace SecureApi.PrivateCa;

/// <summary>
/// A certificate for each registered client, signed from the client's own request. Only a client that says
/// <c>generateKey: true</c> has its key made, and held, by the stack.
/// </summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc2986"/>
public sealed class ClientCertificates : ComponentResource
{
    private const int HoursPerDay = 24;

    /// <summary>Declares the certificates, and the keys that the registry asks for.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">The registry and the issuer.</param>
    /// <param name="options">Parent and providers.</param>
    public ClientCertificates(string name, ClientCertificatesArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:private-ca:ClientCertificates", name, options)
    {
        var certificates = ImmutableSortedDictionary.CreateBuilder<string, Output<string>>(StringComparer.Ordinal);
        var secrets = ImmutableSortedDictionary.CreateBuilder<string, Output<string>>(StringComparer.Ordinal);
        foreach (var (client, settings) in args.Clients)
        {
            var label = $"{name}-client-{client}";
            var key = settings.GenerateKey ? NewKey(label) : null;
            var request = key is null ? Canonical(settings.CertificateSigningRequest!) : Request(label, client, key);
            var certificate = Sign(label, request, settings, args.Issuer, args.Revoked.Contains(client));
            if (key is not null) secrets.Add(client, Keep(label, client, key, certificate, args.KeyArn).Arn);
            certificates.Add(client, certificate.CertPem);
        }

        CertificatePems = certificates.ToImmutable();
        SecretArns = secrets.ToImmutable();
        RegisterOutputs(CertificatePems.ToOutputs(certificate => certificate));
    }

    /// <summary>Each client's certificate, PEM: public, to be handed to the client.</summary>
    public ImmutableSortedDictionary<string, Output<string>> CertificatePems { get; }

    /// <summary>The secrets that hold keys which the stack made, with their certificates, by client.</summary>
    public ImmutableSortedDictionary<string, Output<string>> SecretArns { get; }

    private CustomResourceOptions Child => new() { Parent = this };

    private PrivateKey NewKey(string label) =>
        new(label, new PrivateKeyArgs { Algorithm = "ECDSA", EcdsaCurve = "P256" }, Child);

    // Validated with the settings. The tls provider reads the strict form alone.
    private static Input<string> Canonical(string text) =>
        SigningRequest.TryRead(text, out var request, out var problem) ? request.CanonicalPem : throw new InvalidOperationException(problem);

    private Input<string> Request(string label, string client, PrivateKey key) => new CertRequest(label, new CertRequestArgs
    {
        PrivateKeyPem = key.PrivateKeyPem,
        Subject = new CertRequestSubjectArgs { CommonName = client },
    }, Child).CertRequestPem;

    private LocallySignedCert Sign(string label, Input<string> request, ClientConfig settings, CertificateIssuer issuer, bool isRevoked) =>
        new(label, new LocallySignedCertArgs
        {
            CertRequestPem = request,
            CaCertPem = issuer.CertificatePem,
            CaPrivateKeyPem = issuer.PrivateKeyPem,
            SetSubjectKeyId = true,
            ValidityPeriodHours = settings.ValidityDays * HoursPerDay,

            // A new certificate would take the place of the revoked one on the revocation list.
            EarlyRenewalHours = isRevoked ? 0 : settings.RenewBeforeDays * HoursPerDay,
            AllowedUses = { "digital_signature", "client_auth" },
        }, Child);

    private StackSecret Keep(string label, string client, PrivateKey key, LocallySignedCert certificate, Output<string> keyArn) =>
        new StackSecret(label, new StackSecretArgs
        {
            Description = $"Key and certificate of the client {client}, made by the stack",
            KeyArn = keyArn,
            Value = SecretDocument.Of(("certificate", certificate.CertPem), ("privateKey", key.PrivateKeyPem)),
        }, new ComponentResourceOptions { Parent = this });
}

/// <summary>The arguments of <see cref="ClientCertificates"/>.</summary>
public sealed record ClientCertificatesArgs
{
    /// <summary>The registered clients by name, which is also the common name of their certificates.</summary>
    public required ImmutableSortedDictionary<string, ClientConfig> Clients { get; init; }

    /// <summary>The clients that are revoked by name: their certificates are not renewed.</summary>
    public required ImmutableSortedSet<string> Revoked { get; init; }

    /// <summary>Who signs.</summary>
    public required CertificateIssuer Issuer { get; init; }

    /// <summary>The customer-managed key of the secrets that hold generated keys.</summary>
    public required Output<string> KeyArn { get; init; }
}
