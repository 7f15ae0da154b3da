using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>
/// Computes the resources of Pulumi's tls provider, so that a preview's certificates parse, chain and verify. The same URN,
/// arguments and day always give the same bytes. The keys are <see cref="PublishedTestKeys"/>, unless fresh ones are asked for.
/// </summary>
internal sealed class TlsProvider(TimeProvider clock, bool freshKeys = false)
{
    private readonly Dictionary<string, PreviewKey> keys = [];
    private readonly Lock gate = new();

    /// <summary>Whether <paramref name="type"/> is a resource that this class computes.</summary>
    public static bool Handles(string type) => type is "tls:index/privateKey:PrivateKey" or "tls:index/certRequest:CertRequest"
        or "tls:index/selfSignedCert:SelfSignedCert" or "tls:index/locallySignedCert:LocallySignedCert";

    /// <summary>The id and the outputs of one resource.</summary>
    /// <param name="type">A type for which <see cref="Handles"/> is true.</param>
    /// <param name="urn">The resource's URN: serial numbers are made from it.</param>
    /// <param name="keyNumber">The number of the published key, another for each resource of a stack.</param>
    /// <param name="inputs">The arguments.</param>
    /// <exception cref="NotSupportedException">The arguments ask for what the provider or the preview does not have.</exception>
    /// <exception cref="CryptographicException">A key, request or certificate among the arguments is damaged.</exception>
    public ComputedResource Create(string type, string urn, int keyNumber, RecordedMap inputs)
    {
        // Resources share keys, and .NET's key objects are not for several threads at a time.
        lock (gate)
        {
            return type switch
            {
                "tls:index/privateKey:PrivateKey" => PrivateKey(keyNumber, inputs),
                "tls:index/certRequest:CertRequest" => CertRequest(inputs),
                "tls:index/selfSignedCert:SelfSignedCert" => SelfSignedCert(urn, inputs),
                "tls:index/locallySignedCert:LocallySignedCert" => LocallySignedCert(urn, inputs),
                _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a resource of the tls provider."),
            };
        }
    }

    private ComputedResource PrivateKey(int number, RecordedMap inputs)
    {
        var (algorithm, bits, curve) = (inputs.Text("algorithm"), (int)(inputs.Number("rsaBits") ?? 2048), inputs.Text("ecdsaCurve"));
        var key = algorithm switch
        {
            "RSA" => freshKeys ? new(RSA.Create(bits), isPublished: false) : PublishedTestKeys.Rsa(bits, number),
            "ECDSA" => freshKeys ? PreviewKey.FreshEcdsa(curve) : PublishedTestKeys.Ecdsa(curve, number),
            _ => throw new NotSupportedException($"algorithm: the offline preview computes RSA and ECDSA keys, not {algorithm}."),
        };

        var (type, bytes) = key.OpenSsh();
        var pem = Line(key.PrivatePem);
        keys[pem] = key;
        return new(Sha1(key.PublicKey.ExportSubjectPublicKeyInfo()), Outputs(
            inputs,
            ("rsaBits", new RecordedNumber(bits)),
            ("ecdsaCurve", new RecordedText(curve ?? "P224")),
            ("privateKeyPem", Secret(pem)),
            ("privateKeyPemPkcs8", Secret(Line(key.Pkcs8Pem))),
            ("publicKeyPem", Text(PemEncoding.WriteString("PUBLIC KEY", key.PublicKey.ExportSubjectPublicKeyInfo()))),
            ("publicKeyOpenssh", Text($"{type} {Convert.ToBase64String(bytes)}")),
            ("publicKeyFingerprintMd5", new RecordedText(Md5(bytes))),
            ("publicKeyFingerprintSha256", new RecordedText($"SHA256:{Convert.ToBase64String(SHA256.HashData(bytes)).TrimEnd('=')}"))));
    }

    private ComputedResource CertRequest(RecordedMap inputs)
    {
        var key = Key(inputs, "privateKeyPem");
        var der = TlsCertificate.Request(inputs, key).CreateSigningRequest(key.Signer);
        return new(Sha1(der), Outputs(
            inputs,
            ("keyAlgorithm", new RecordedText(key.Algorithm)),
            ("privateKeyPem", Secret(Required(inputs, "privateKeyPem"))),
            ("certRequestPem", Text(PemEncoding.WriteString("CERTIFICATE REQUEST", der)))));
    }

    private ComputedResource SelfSignedCert(string urn, RecordedMap inputs)
    {
        var key = Key(inputs, "privateKeyPem");
        return Certificate(urn, inputs, TlsCertificate.Request(inputs, key), authority: null, key,
            ("setAuthorityKeyId", new RecordedBoolean(inputs.Boolean("setAuthorityKeyId") ?? false)),
            ("keyAlgorithm", new RecordedText(key.Algorithm)),
            ("privateKeyPem", Secret(Required(inputs, "privateKeyPem"))));
    }

    private ComputedResource LocallySignedCert(string urn, RecordedMap inputs)
    {
        var key = Key(inputs, "caPrivateKeyPem");
        using var authority = X509Certificate2.CreateFromPem(Required(inputs, "caCertPem"));
        var request = CertificateRequest.LoadSigningRequestPem(
            Required(inputs, "certRequestPem"),
            key.Hash,
            CertificateRequestLoadOptions.SkipSignatureValidation | CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        return Certificate(urn, inputs, request, authority, key,
            ("caKeyAlgorithm", new RecordedText(key.Algorithm)),
            ("caPrivateKeyPem", Secret(Required(inputs, "caPrivateKeyPem"))));
    }

    private ComputedResource Certificate(
        string urn, RecordedMap inputs, CertificateRequest request, X509Certificate2? authority, PreviewKey key, params ReadOnlySpan<(string, RecordedValue)> more)
    {
        // From the start of the UTC day, so that all previews of a day are the same.
        var start = clock.GetUtcNow().UtcDateTime.Date;
        var end = start.AddHours(inputs.Number("validityPeriodHours") ?? 0);
        var serial = SerialNumber(urn, start);
        using var certificate = TlsCertificate.Sign(request, inputs, authority, key, (start, end), serial);
        return new(new BigInteger(serial, isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture), Outputs(
            inputs,
            [
                ("certPem", Text(certificate.ExportCertificatePem())),
                ("validityStartTime", new RecordedText(Rfc3339(start))),
                ("validityEndTime", new RecordedText(Rfc3339(end))),
                ("readyForRenewal", new RecordedBoolean(false)),
                ("earlyRenewalHours", new RecordedNumber(inputs.Number("earlyRenewalHours") ?? 0)),
                ("isCaCertificate", new RecordedBoolean(inputs.Boolean("isCaCertificate") ?? false)),
                ("setSubjectKeyId", new RecordedBoolean(inputs.Boolean("setSubjectKeyId") ?? false)),
                .. more,
            ]));
    }

    private PreviewKey Key(RecordedMap inputs, string property)
    {
        var pem = Required(inputs, property);
        if (!keys.TryGetValue(pem, out var key))
            keys[pem] = key = PreviewKey.FromPem(pem);
        return key;
    }

    private static string Required(RecordedMap inputs, string property) =>
        inputs.Text(property) ?? throw new NotSupportedException($"{property} has no known value.");

    // Positive and not zero (RFC 5280, section 4.1.2.2).
    private byte[] SerialNumber(string urn, DateTime start)
    {
        var serial = freshKeys ? RandomNumberGenerator.GetBytes(16) : SHA256.HashData(Encoding.UTF8.GetBytes($"{urn}\n{Rfc3339(start)}"))[..16];
        serial[0] = (byte)((serial[0] & 0x3f) | 0x40);
        return serial;
    }

    private static string Rfc3339(DateTime moment) => $"{moment.ToString("s", CultureInfo.InvariantCulture)}Z";

    // The provider names keys and requests by these hashes; they protect nothing.
#pragma warning disable CA5350, CA5351
    private static string Sha1(byte[] data) => Convert.ToHexStringLower(SHA1.HashData(data));

    private static string Md5(byte[] data) => string.Join(':', MD5.HashData(data).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
#pragma warning restore CA5350, CA5351

    private static string Line(string text) => $"{text}\n";

    private static RecordedText Text(string text) => new(Line(text));

    private static RecordedSecret Secret(string value) => new(new RecordedText(value));

    private static RecordedMap Outputs(RecordedMap inputs, params ReadOnlySpan<(string Name, RecordedValue Value)> computed)
    {
        var outputs = inputs.ToDictionary();
        foreach (var (name, value) in computed)
            outputs[name] = value;
        return new(outputs);
    }
}
