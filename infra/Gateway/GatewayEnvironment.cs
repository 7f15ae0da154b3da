using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pulumi;
using Pulumi.Tls;
using SecureApi.Common;
using SecureApi.Ecs;
using SecureApi.PrivateCa;
using SecureApi.SecretsManager;

namespace SecureApi.Gateway;

/// <summary>
/// Everything that the gateway's container is told: its certificate and the trusted CAs as secrets, services and client
/// rules as data.
/// </summary>
public sealed class GatewayEnvironment : ComponentResource
{
    /// <summary>Declares the secrets and composes the environment.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Certificate, services and rules.</param>
    /// <param name="options">Parent and providers.</param>
    public GatewayEnvironment(string name, GatewayEnvironmentArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:gateway:GatewayEnvironment", name, options)
    {
        var tls = new StackSecret($"{name}-tls", new StackSecretArgs
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
        var secrets = SortedMaps.Empty<Output<string>>()
            .Add("GATEWAY_TLS_CERTIFICATE", tls.ValueFrom("certificate"))
            .Add("GATEWAY_TLS_PRIVATE_KEY", tls.ValueFrom("privateKey"))
            .Add("GATEWAY_CA_BUNDLE", tls.ValueFrom("caBundle"));
        Secrets = lists is null ? secrets : secrets.Add("GATEWAY_CRL", lists.ValueFrom("crl"));
        Environment = Compose(args, CertificateHeader);
        RegisterOutputs();
    }

    /// <summary>The name of the header with the client's certificate.</summary>
    public Output<string> CertificateHeader { get; }

    /// <summary>Plain settings by environment variable.</summary>
    public ImmutableSortedDictionary<string, Output<string>> Environment { get; }

    /// <summary>Secrets by environment variable.</summary>
    public ImmutableSortedDictionary<string, Output<string>> Secrets { get; }

    /// <summary>The ARNs of the secrets.</summary>
    public ImmutableArray<Output<string>> SecretArns { get; }

    // Nothing to hide, but a task gets up to 64 KiB of versioned text nowhere else; apart from the key, because it changes more often.
    private StackSecret Lists(string name, Output<string> pem, Output<string> keyArn) => new($"{name}-crl", new StackSecretArgs
    {
        Description = "The revocation lists of the private CA; public",
        KeyArn = keyArn,
        Value = SecretDocument.Of(("crl", pem)),
    }, new ComponentResourceOptions { Parent = this });

    private static ImmutableSortedDictionary<string, Output<string>> Compose(
        GatewayEnvironmentArgs args, Output<string> certificateHeader)
    {
        var settings = args.Settings;
        return SortedMaps.Empty<Output<string>>()
            .Add("GATEWAY_MODE", Output.Create(args.MutualTls.Mode == MutualTlsMode.Verify ? "verify" : "passthrough"))
            .Add("GATEWAY_CLIENT_CERT_HEADER", certificateHeader)
            .Add("GATEWAY_PORT", Number(settings.Port))
            .Add("GATEWAY_SERVICES", Output.Create(Upstream.ToJson(args.Upstreams)))
            .Add("GATEWAY_CLIENT_RULES", Output.Create(GatewayDocuments.ClientRules(args.MutualTls)))
            .Add("GATEWAY_HOST_NAMES", Output.Create(args.Domain))
            .Add("GATEWAY_RESOLVER", Output.Create(args.Resolver))
            .Add("GATEWAY_LOG_LEVEL", Output.Create(settings.LogLevel.ToString().ToLowerInvariant()))
            .Add("GATEWAY_MAX_BODY_BYTES", Number(settings.MaxBodyBytes))
            .Add("GATEWAY_BODY_SECONDS", Number(settings.BodySeconds))
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

/// <summary>The arguments of <see cref="GatewayEnvironment"/>.</summary>
public sealed record GatewayEnvironmentArgs
{
    /// <summary>Port, log level and limits.</summary>
    public required GatewayConfig Settings { get; init; }

    /// <summary>How the load balancer hands over client certificates, and who the clients are.</summary>
    public required MutualTlsConfig MutualTls { get; init; }

    /// <summary>The trusted CA certificates, PEM.</summary>
    public required Output<string> CaBundle { get; init; }

    /// <summary>The revocation lists, PEM, one for each trusted CA; null when nothing is checked for revocation.</summary>
    public required Output<string>? RevocationLists { get; init; }

    /// <summary>The gateway's own certificate and key.</summary>
    public required ServerCertificate Certificate { get; init; }

    /// <summary>The services behind the gateway.</summary>
    public required ImmutableArray<Upstream> Upstreams { get; init; }

    /// <summary>The name that clients call; requests to another host are refused.</summary>
    public required string Domain { get; init; }

    /// <summary>The VPC's DNS resolver.</summary>
    public required string Resolver { get; init; }

    /// <summary>Seconds after which the load balancer closes an idle connection; the gateway keeps its side longer.</summary>
    public required int IdleTimeoutSeconds { get; init; }

    /// <summary>The customer-managed key of the secrets.</summary>
    public required Output<string> KeyArn { get; init; }
}

/// <summary>Names and limits that the gateway's image and the stack share.</summary>
public static class GatewayContract
{
    /// <summary>The image's name, and the name of its service.</summary>
    public const string Name = "gateway";

    /// <summary>Answers 200 without a client certificate while the gateway can serve.</summary>
    public const string HealthPath = "/-/health";

    /// <summary>The gateway's own paths, as a path pattern of a load balancer.</summary>
    public const string OwnPaths = "/-/*";

    /// <summary>Where the image renders secrets and configuration at its start; in memory.</summary>
    public const string RuntimeDirectory = "/run/gateway";
}

/// <summary>The JSON documents that the gateway reads at its start.</summary>
internal static class GatewayDocuments
{
    /// <summary>
    /// The clients, with the prefixes that they may reach, where that is not every path; the names that are refused whatever
    /// their certificate; and what happens to clients that are not named.
    /// </summary>
    public static string ClientRules(MutualTlsConfig config) => JsonText.Of(new
    {
        Clients = config.Clients
            .ToImmutableSortedDictionary(
                client => client.Key,
                client => new { Prefixes = client.Value.PathPrefixes.IsEmpty ? null : client.Value.PathPrefixes.Sort(string.CompareOrdinal) as IReadOnlyList<string> },
                StringComparer.Ordinal),
        Others = config.OtherClients == OtherClients.Refuse ? "refuse" : "allow",
        Revoked = config.RevokedNames.IsEmpty ? null : config.RevokedNames,
    });
}

/// <summary>A service behind the gateway.</summary>
/// <param name="Name">Its name, in logs and metrics.</param>
/// <param name="Host">Its private DNS name, or an address.</param>
/// <param name="Port">Its port, plain HTTP; null when the name's SRV records tell the port of each task.</param>
/// <param name="Prefix">The path prefix of its requests.</param>
public sealed record Upstream(string Name, string Host, int? Port, string Prefix)
{
    /// <summary>The JSON array that the gateway reads from <c>GATEWAY_SERVICES</c>, ordered by name.</summary>
    /// <param name="upstreams">The services.</param>
    public static string ToJson(IEnumerable<Upstream> upstreams) =>
        JsonText.Of(upstreams.OrderBy(upstream => upstream.Name, StringComparer.Ordinal));
}

/// <summary>Derives the private name of the certificate header.</summary>
internal static class HeaderNames
{
    private const int Digits = 24;

    /// <summary>A header name of 36 letters, digits and hyphens, made from 96 bits of the text's SHA-256.</summary>
    /// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/header-modification.html"/>
    public static string From(string seed) =>
        $"X-Mtls-Cert-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..Digits]}";
}
