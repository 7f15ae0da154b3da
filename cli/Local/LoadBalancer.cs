using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.Cli.Local;

/// <summary>The files of the Nginx that stands in for the load balancer.</summary>
internal static class BalancerFiles
{
    /// <summary>The name of Nginx's configuration among the files.</summary>
    public const string Configuration = "nginx.conf";

    private const string Template = "balancer.conf";

    /// <summary>The files by name. The key among them is a secret.</summary>
    /// <param name="stack">The listener, and whom it trusts.</param>
    /// <param name="certificate">What the public certificate is replaced with.</param>
    /// <param name="place">Where the files lie and who talks to whom.</param>
    public static ImmutableSortedDictionary<string, string> Render(LocalStack stack, BalancerCertificate certificate, BalancerPlace place)
    {
        var files = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add(Configuration, RenderConfiguration(stack, place))
            .Add("edge.pem", certificate.CertificatePem)
            .Add("edge.key", certificate.KeyPem)
            .Add("ca.pem", stack.CaBundle);
        return stack.RevocationLists is { } lists ? files.Add("crl.pem", lists) : files;
    }

    private static string RenderConfiguration(LocalStack stack, BalancerPlace place)
    {
        var listener = stack.Listener;
        (string Name, string Value)[] values =
        [
            ("directory", place.Directory),
            ("listen", place.Listen),
            ("gateway", place.Gateway),
            ("user", place.KeepsRoot ? "user root;" : ""),
            ("mode", listener.Verifies ? "verify" : "passthrough"),
            ("verify", listener.Verifies ? "on" : "optional_no_ca"),
            ("crl", listener.Verifies && stack.RevocationLists is not null ? $"ssl_crl {place.Directory}/crl.pem;" : ""),
            ("header", listener.CertificateHeader),
            ("hsts", listener.StrictTransportSecurity),
            ("idle_seconds", $"{listener.IdleTimeoutSeconds}"),
            ("answers", string.Join('\n', listener.Answers.Select(Location))),
        ];
        return values.Aggregate(EmbeddedText.Read(Template), (text, value) => text.Replace($"{{{{{value.Name}}}}}", value.Value, StringComparison.Ordinal));
    }

    private static string Location(LocalListener.FixedAnswer answer) =>
        $$"""        location ^~ {{answer.Prefix}} { default_type {{answer.ContentType}}; return {{answer.Status}} "{{answer.Body}}"; }""";
}

/// <summary>Where the stand-in for the load balancer runs.</summary>
/// <param name="Directory">The folder of its files, as Nginx sees it.</param>
/// <param name="Listen">Address and port.</param>
/// <param name="Gateway">Address and port of the gateway.</param>
/// <param name="KeepsRoot">Whether its workers stay root: where root started Nginx, they could not read the folder otherwise.</param>
internal sealed record BalancerPlace(string Directory, string Listen, string Gateway, bool KeepsRoot);

/// <summary>Stands in for the public certificate of ACM: self-signed, for one run.</summary>
/// <param name="CertificatePem">The certificate, PEM; what a client is told to trust.</param>
/// <param name="KeyPem">Its key, PEM. A secret.</param>
internal sealed record BalancerCertificate(string CertificatePem, string KeyPem)
{
    private const int ValidDays = 30;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>
    /// Makes one for the stack's domain and 127.0.0.1. Not for localhost: a browser that trusts the certificate would remember
    /// from Strict-Transport-Security to use HTTPS there, for every other project too. It never does for an address (RFC 6797,
    /// section 8.1.1).
    /// </summary>
    public static BalancerCertificate Create(string domain, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName($"{domain} on this machine");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(domain);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(ValidDays));
        return new($"{certificate.ExportCertificatePem()}\n", $"{key.ExportPkcs8PrivateKeyPem()}\n");
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => CertificatePem;
}

/// <summary>Text files that are part of the program.</summary>
internal static class EmbeddedText
{
    /// <summary>The text of a file of this folder.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
