using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>Certificate signing requests, good and bad, as one-line YAML values.</summary>
internal static class SigningRequests
{
    private static readonly ECDsa SharedKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static string P256 { get; } = Ecdsa(ECCurve.NamedCurves.nistP256);

    public static string P384 { get; } = Ecdsa(ECCurve.NamedCurves.nistP384);

    public static string Secp256k1 { get; } = Ecdsa(ECCurve.CreateFromFriendlyName("secp256k1"));

    public static string Rsa3072 { get; } = Rsa(3072);

    public static string Rsa1024 { get; } = Rsa(1024);

    public static string ForCa { get; } = Ecdsa(ECCurve.NamedCurves.nistP256, new X509BasicConstraintsExtension(true, false, 0, true));

    public static string ForCertificateSigning { get; } =
        Ecdsa(ECCurve.NamedCurves.nistP256, new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));

    public static string WithoutName { get; } = Yaml(new CertificateRequest("O=Acme Ltd", SharedKey, HashAlgorithmName.SHA256).CreateSigningRequestPem());

    public static string PrivateKey { get; } = Yaml(MakePrivateKey());

    public static string WithBrokenSignature { get; } = BreakSignature(P256);

    /// <summary>The secret inside <see cref="PrivateKey"/>, as it would be leaked.</summary>
    public static string PrivateKeyText => PrivateKey.Split("\\n")[1];

    /// <summary>A request for a name; the key is the same for all names.</summary>
    public static string WithSharedKey(string name) =>
        Yaml(new CertificateRequest($"CN={name}", SharedKey, HashAlgorithmName.SHA256).CreateSigningRequestPem());

    private static string Ecdsa(ECCurve curve, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(curve);
        var request = new CertificateRequest("CN=acme", key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions) request.CertificateExtensions.Add(extension);
        return Yaml(request.CreateSigningRequestPem());
    }

    private static string Rsa(int bits)
    {
        using var key = RSA.Create(bits);
        return Yaml(new CertificateRequest("CN=acme", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem());
    }

    private static string MakePrivateKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static string BreakSignature(string yaml)
    {
        var lines = yaml.Trim('"').Split("\\n");
        var der = Convert.FromBase64String(string.Concat(lines[1..^1]));
        der[^1] ^= 1;
        return Yaml($"{lines[0]}\n{Convert.ToBase64String(der)}\n{lines[^1]}");
    }

    private static string Yaml(string pem) => $"\"{pem.Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}
