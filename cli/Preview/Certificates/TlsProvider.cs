using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecureApi.Cli.Preview.Recording;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>
/// Computes the resources of Pulumi's tls provider with .NET's own X.509 classes, so that a preview's certificates
/// parse, chain and verify. The same URN, arguments and day give the same bytes, so that a result is computed once in a
/// process. The keys are public, see <see cref="PrimePool"/> and <see cref="EcdsaPreviewKey"/>, unless fresh ones are asked
/// for.
/// </summary>
/// <remarks>What goes into a certificate is what terraform-provider-tls 4 puts there, through Go's crypto/x509.</remarks>
internal sealed class TlsProvider(TimeProvider clock, bool freshKeys = false)
{
    private const int MostResults = 1000;
    private const int SaltDigits = 64;

    private static readonly ConcurrentDictionary<Question, ComputedResource> Results = new();

    // In front of every URN, so that keys and serial numbers belong to this run alone, and no result is found again.
    private readonly string salt = freshKeys ? RandomNumberGenerator.GetHexString(SaltDigits) : "";
    private readonly Dictionary<string, PreviewKey> keys = [];
    private readonly Lock gate = new();

    /// <summary>Whether <paramref name="type"/> is a resource that this class computes.</summary>
    public static bool Handles(string type) => type is "tls:index/privateKey:PrivateKey" or "tls:index/certRequest:CertRequest"
        or "tls:index/selfSignedCert:SelfSignedCert" or "tls:index/locallySignedCert:LocallySignedCert";

    /// <summary>The id and the outputs of one resource.</summary>
    /// <param name="type">A type for which <see cref="Handles"/> is true.</param>
    /// <param name="urn">The resource's URN: what keys and serial numbers are made from.</param>
    /// <param name="keyIndex">The number of the RSA key, another for each resource of a stack.</param>
    /// <param name="inputs">The arguments.</param>
    /// <exception cref="NotSupportedException">The arguments ask for what the provider or the preview does not have.</exception>
    /// <exception cref="CryptographicException">A key, request or certificate among the arguments is damaged.</exception>
    public ComputedResource Create(string type, string urn, int keyIndex, RecordedMap inputs)
    {
        var question = new Question(type, salt + urn, keyIndex, Validity.Today(clock, inputs), inputs);
        if (Results.TryGetValue(question, out var known))
            return known;

        var result = Compute(question);
        if (Results.Count >= MostResults)
            Results.Clear();
        return Results.GetOrAdd(question, result);
    }

    private ComputedResource Compute(Question question)
    {
        var (type, urn, keyIndex, validity, inputs) = question;

        // Keys are shared between resources, and .NET's key objects are not for use by several threads at a time.
        lock (gate)
        {
            return type switch
            {
                "tls:index/privateKey:PrivateKey" => PrivateKey(urn, keyIndex, inputs),
                "tls:index/certRequest:CertRequest" => CertRequest(inputs),
                "tls:index/selfSignedCert:SelfSignedCert" => SelfSignedCert(urn, validity, inputs),
                "tls:index/locallySignedCert:LocallySignedCert" => LocallySignedCert(urn, validity, inputs),
                _ => throw new ArgumentOutOfRangeException(nameof(question), type, "No resource of the tls provider."),
            };
        }
    }

    private ComputedResource PrivateKey(string urn, int keyIndex, RecordedMap inputs)
    {
        var algorithm = inputs.Text("algorithm");
        PreviewKey key = algorithm switch
        {
            "RSA" when freshKeys => RsaPreviewKey.Fresh((int)(inputs.Number("rsaBits") ?? 2048)),
            "RSA" => RsaPreviewKey.FromPool((int)(inputs.Number("rsaBits") ?? 2048), keyIndex),
            "ECDSA" => EcdsaPreviewKey.FromSeed(PrimeCurve.Named(inputs.Text("ecdsaCurve")), urn),
            _ => throw new NotSupportedException($"algorithm: the offline preview computes RSA and ECDSA keys, not {algorithm}."),
        };

        var publicDer = key.PublicKey.ExportSubjectPublicKeyInfo();
        var pem = key.PrivatePem;
        keys[pem] = key;
        var ssh = key.OpenSsh;
        return new(Sha1(publicDer), Outputs(
            inputs,
            ("rsaBits", new RecordedNumber(inputs.Number("rsaBits") ?? 2048)),
            ("ecdsaCurve", new RecordedText(inputs.Text("ecdsaCurve") ?? "P224")),
            ("privateKeyPem", Secret(pem)),
            ("privateKeyPemPkcs8", Secret(key.Pkcs8Pem)),
            ("publicKeyPem", new RecordedText(Pem.Encode("PUBLIC KEY", publicDer))),
            ("publicKeyOpenssh", new RecordedText(ssh.AuthorizedKey)),
            ("publicKeyFingerprintMd5", new RecordedText(ssh.Md5Fingerprint)),
            ("publicKeyFingerprintSha256", new RecordedText(ssh.Sha256Fingerprint))));
    }

    private ComputedResource CertRequest(RecordedMap inputs)
    {
        var key = Key(inputs, "privateKeyPem");
        var request = new CertificateRequest(SubjectName.FromInputs(inputs.Map("subject")).Encode(), key.PublicKey, key.Hash);
        if (AlternativeNames.FromInputs(inputs).Encode() is { } names)
            request.CertificateExtensions.Add(names);

        var der = request.CreateSigningRequest(key.Signer);
        return new(Sha1(der), Outputs(
            inputs,
            ("keyAlgorithm", new RecordedText(key.Algorithm)),
            ("privateKeyPem", Secret(Required(inputs, "privateKeyPem"))),
            ("certRequestPem", new RecordedText(Pem.Encode("CERTIFICATE REQUEST", der)))));
    }

    private ComputedResource SelfSignedCert(string urn, Validity validity, RecordedMap inputs)
    {
        var key = Key(inputs, "privateKeyPem");
        var serial = SerialNumber(urn, validity);
        var template = new CertificateTemplate(
            SubjectName.FromInputs(inputs.Map("subject")).Encode(), AlternativeNames.FromInputs(inputs), key.PublicKey, inputs);

        using var certificate = template.SelfSign(key, validity, serial);
        return new(Decimal(serial), Outputs(
            CertificateOutputs(inputs, certificate, validity),
            ("setAuthorityKeyId", new RecordedBoolean(inputs.Boolean("setAuthorityKeyId") ?? false)),
            ("keyAlgorithm", new RecordedText(key.Algorithm)),
            ("privateKeyPem", Secret(Required(inputs, "privateKeyPem")))));
    }

    private ComputedResource LocallySignedCert(string urn, Validity validity, RecordedMap inputs)
    {
        var key = Key(inputs, "caPrivateKeyPem");
        var serial = SerialNumber(urn, validity);
        using var authority = X509CertificateLoader.LoadCertificate(Pem.Decode(Required(inputs, "caCertPem")));
        var request = CertificateRequest.LoadSigningRequest(
            Pem.Decode(Required(inputs, "certRequestPem")),
            key.Hash,
            CertificateRequestLoadOptions.SkipSignatureValidation | CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        var template = new CertificateTemplate(
            SubjectName.FromRequest(request.SubjectName).Encode(),
            AlternativeNames.FromRequest(request.CertificateExtensions),
            request.PublicKey,
            inputs);

        using var certificate = template.Sign(authority, key, validity, serial);
        return new(Decimal(serial), Outputs(
            CertificateOutputs(inputs, certificate, validity),
            ("caKeyAlgorithm", new RecordedText(key.Algorithm)),
            ("caPrivateKeyPem", Secret(Required(inputs, "caPrivateKeyPem")))));
    }

    private static RecordedMap CertificateOutputs(RecordedMap inputs, X509Certificate2 certificate, Validity validity) => Outputs(
        inputs,
        ("certPem", new RecordedText(Pem.Encode("CERTIFICATE", certificate.RawData))),
        ("validityStartTime", new RecordedText(validity.StartText)),
        ("validityEndTime", new RecordedText(validity.EndText)),
        ("readyForRenewal", new RecordedBoolean(false)),
        ("earlyRenewalHours", new RecordedNumber(inputs.Number("earlyRenewalHours") ?? 0)),
        ("isCaCertificate", new RecordedBoolean(inputs.Boolean("isCaCertificate") ?? false)),
        ("setSubjectKeyId", new RecordedBoolean(inputs.Boolean("setSubjectKeyId") ?? false)));

    private PreviewKey Key(RecordedMap inputs, string property)
    {
        var pem = Required(inputs, property);
        if (!keys.TryGetValue(pem, out var key))
            keys[pem] = key = PreviewKey.FromPem(pem);
        return key;
    }

    private static string Required(RecordedMap inputs, string property) =>
        inputs.Text(property) ?? throw new NotSupportedException($"{property} has no known value.");

    // Positive, and not zero (RFC 5280, section 4.1.2.2).
    private static byte[] SerialNumber(string urn, Validity validity)
    {
        var serial = SHA256.HashData(Encoding.UTF8.GetBytes($"{urn}\n{validity.StartText}"))[..16];
        serial[0] = (byte)((serial[0] & 0x3f) | 0x40);
        return serial;
    }

    private static string Decimal(byte[] serial) => ModularArithmetic.FromBytes(serial).ToString(CultureInfo.InvariantCulture);

    // The provider names keys and requests by this hash; it protects nothing.
#pragma warning disable CA5350
    private static string Sha1(byte[] data) => Convert.ToHexStringLower(SHA1.HashData(data));
#pragma warning restore CA5350

    private static RecordedSecret Secret(string value) => new(new RecordedText(value));

    private static RecordedMap Outputs(RecordedMap inputs, params (string Name, RecordedValue Value)[] computed)
    {
        var outputs = inputs.ToDictionary();
        foreach (var (name, value) in computed)
            outputs[name] = value;
        return new(outputs);
    }

    private sealed record Question(string Type, string Urn, int KeyIndex, Validity Validity, RecordedMap Inputs);
}
