using System.Collections.Immutable;
using System.Globalization;
using Pulumi;
using Pulumi.Tls;
using SecureApi.Naming;
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
        var secrets = NamedMaps.Empty<Output<string>>()
            .Add("GATEWAY_TLS_CERTIFICATE", tls.ValueFrom("certificate"))
            .Add("GATEWAY_TLS_PRIVATE_KEY", tls.ValueFrom("privateKey"))
            .Add("GATEWAY_CA_BUNDLE", tls.ValueFrom("caBundle"));
        Secrets = lists is null ? secrets : secrets.Add("GATEWAY_CRL", lists.ValueFrom("crl"));
        Environment = Compose(args, CertificateHeader);
        RegisterOutputs();
    }

    /// <summary>The name of the header in which the load balancer hands over the client's certificate.</summary>
    public Output<string> CertificateHeader { get; }

    /// <summary>Plain settings by environment variable.</summary>
    public NamedMap<Output<string>> Environment { get; }

    /// <summary>Secrets by environment variable.</summary>
    public NamedMap<Output<string>> Secrets { get; }

    /// <summary>The ARNs of the secrets.</summary>
    public ImmutableArray<Output<string>> SecretArns { get; }

    // Nothing to hide, but a task gets up to 64 KiB of versioned text nowhere else; apart from the key, because it changes more often.
    private ManagedSecret Lists(string name, Output<string> pem, Output<string> keyArn) => new($"{name}-crl", new ManagedSecretArgs
    {
        Description = "The revocation lists of the private CA; public",
        KeyArn = keyArn,
        Value = SecretDocument.Of(("crl", pem)),
    }, new ComponentResourceOptions { Parent = this });

    private static NamedMap<Output<string>> Compose(
        GatewayConfigurationArgs args, Output<string> certificateHeader)
    {
        var settings = args.Settings;
        return NamedMaps.Empty<Output<string>>()
            .Add("GATEWAY_MODE", Output.Create(args.MutualTls.Mode == MutualTlsMode.Verify ? "verify" : "passthrough"))
            .Add("GATEWAY_CLIENT_CERT_HEADER", certificateHeader)
            .Add("GATEWAY_PORT", Number(settings.Port))
            .Add("GATEWAY_SERVICES", Output.Create(GatewayDocuments.Services(args.Upstreams)))
            .Add("GATEWAY_CLIENT_RULES", Output.Create(GatewayDocuments.ClientRules(args.MutualTls)))
            .Add("GATEWAY_RESOLVER", Output.Create(args.Resolver))
            .Add("GATEWAY_LOG_LEVEL", Output.Create(settings.LogLevel.ToString().ToLowerInvariant()))
            .Add("GATEWAY_MAX_BODY_BYTES", Number(settings.MaxBodyBytes))
            .Add("GATEWAY_IDLE_TIMEOUT_SECONDS", Number(args.IdleTimeoutSeconds))
            .Add("GATEWAY_STOP_TIMEOUT_SECONDS", Number(settings.StopTimeoutSeconds));
    }

    private static Output<string> Number(int value) => Output.Create(value.ToString(CultureInfo.InvariantCulture));

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
