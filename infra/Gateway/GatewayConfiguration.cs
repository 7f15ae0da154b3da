using System.Collections.Immutable;
using System.Globalization;
using Pulumi;
using Pulumi.Tls;
using SecureApi.PrivateCa;
using SecureApi.Secrets;

namespace SecureApi.Gateway;

/// <summary>
/// Everything that the gateway's container is told: its certificate and the trusted CAs as secrets, services and client
/// rules as data.
/// </summary>
public sealed class GatewayConfiguration : ComponentResource
{
    /// <summary>Declares the secrets and composes the environment.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Certificate, services and rules.</param>
    /// <param name="options">Parent and providers.</param>
    public GatewayConfiguration(string name, GatewayConfigurationArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:gateway:GatewayConfiguration", name, options)
    {
        var tls = new ManagedSecret($"{name}-tls", new ManagedSecretArgs
        {
            Description = "The gateway's certificate and key, and the CA certificates that it trusts",
            KeyArn = args.KeyArn,
            Value = SecretDocument.Of(
                ("certificate", args.Certificate.CertificatePem),
                ("privateKey", args.Certificate.PrivateKeyPem),
                ("caBundle", args.CaBundle)),
        }, new ComponentResourceOptions { Parent = this });

        CertificateHeader = PrivateHeaderName(name);
        var lists = args.RevocationLists is { } pem ? Lists(name, pem, args.KeyArn) : null;
        SecretArns = lists is null ? [tls.Arn] : [tls.Arn, lists.Arn];
        Secrets = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            KeyValuePair.Create("GATEWAY_TLS_CERTIFICATE", tls.ValueFrom("certificate")),
            KeyValuePair.Create("GATEWAY_TLS_PRIVATE_KEY", tls.ValueFrom("privateKey")),
            KeyValuePair.Create("GATEWAY_CA_BUNDLE", tls.ValueFrom("caBundle")),
        ]);
        if (lists is not null) Secrets = Secrets.Add("GATEWAY_CRL", lists.ValueFrom("crl"));
        Environment = Compose(args, CertificateHeader);
        RegisterOutputs();
    }

    /// <summary>The name of the header in which the load balancer hands over the client's certificate.</summary>
    public Output<string> CertificateHeader { get; }

    /// <summary>Plain settings by environment variable.</summary>
    public ImmutableSortedDictionary<string, Output<string>> Environment { get; }

    /// <summary>Secrets by environment variable.</summary>
    public ImmutableSortedDictionary<string, Output<string>> Secrets { get; }

    /// <summary>The ARNs of the secrets.</summary>
    public ImmutableArray<Output<string>> SecretArns { get; }

    // Nothing to hide, but a task gets up to 64 KiB of versioned text nowhere else; apart from the key, because it changes more often.
    private ManagedSecret Lists(string name, Output<string> pem, Output<string> keyArn) => new($"{name}-crl", new ManagedSecretArgs
    {
        Description = "The revocation lists of the private CA; public",
        KeyArn = keyArn,
        Value = SecretDocument.Of(("crl", pem)),
    }, new ComponentResourceOptions { Parent = this });

    private static ImmutableSortedDictionary<string, Output<string>> Compose(
        GatewayConfigurationArgs args, Output<string> certificateHeader)
    {
        var settings = args.Settings;
        return ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [
            Known("GATEWAY_MODE", args.MutualTls.Mode == MutualTlsMode.Verify ? "verify" : "passthrough"),
            KeyValuePair.Create("GATEWAY_CLIENT_CERT_HEADER", certificateHeader),
            Known("GATEWAY_PORT", Number(settings.Port)),
            Known("GATEWAY_SERVICES", GatewayDocuments.Services(args.Upstreams)),
            Known("GATEWAY_CLIENT_RULES", GatewayDocuments.ClientRules(args.MutualTls)),
            Known("GATEWAY_RESOLVER", args.Resolver),
            Known("GATEWAY_LOG_LEVEL", settings.LogLevel.ToString().ToLowerInvariant()),
            Known("GATEWAY_MAX_BODY_BYTES", Number(settings.MaxBodyBytes)),
            Known("GATEWAY_IDLE_TIMEOUT_SECONDS", Number(args.IdleTimeoutSeconds)),
            Known("GATEWAY_STOP_TIMEOUT_SECONDS", Number(settings.StopTimeoutSeconds)),
        ]);
    }

    private static KeyValuePair<string, Output<string>> Known(string name, string value) => new(name, Output.Create(value));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// A header name that nobody outside can guess, stable for the life of the stack: the fingerprint of a key that is used
    /// for nothing else. It must not rotate with a certificate, or load balancer and gateway would disagree for a moment.
    /// </summary>
    private Output<string> PrivateHeaderName(string name)
    {
        var seed = new PrivateKey($"{name}-header", new PrivateKeyArgs
        {
            Algorithm = "ECDSA",
            EcdsaCurve = "P256",
        }, new CustomResourceOptions { Parent = this });
        return seed.PublicKeyPem.Apply(HeaderNames.From);
    }
}
