using System.Diagnostics;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecureApi.Cli.Preview.Certificates;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Preview;

public sealed class CertificateTests
{
    [Fact]
    public async Task Certificates_OfProd_ChainToTheirCa()
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        using var authority = X509Certificate2.CreateFromPem(Pem(stack.OfType("tls:index/selfSignedCert:SelfSignedCert").Single(), "certPem"));
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;

        Assert.NotEmpty(stack.OfType("tls:index/locallySignedCert:LocallySignedCert"));
        foreach (var signed in stack.OfType("tls:index/locallySignedCert:LocallySignedCert"))
        {
            using var certificate = X509Certificate2.CreateFromPem(Pem(signed, "certPem"));
            Assert.True(chain.Build(certificate), string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation)));
        }
    }

    [Fact]
    public async Task Certificates_OfProd_SatisfyOpenSsl()
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        using var folder = new TemporaryFolder();
        var authority = folder.Write("ca.pem", Pem(stack.OfType("tls:index/selfSignedCert:SelfSignedCert").Single(), "certPem"));

        foreach (var signed in stack.OfType("tls:index/locallySignedCert:LocallySignedCert"))
            OpenSsl("verify", "-x509_strict", "-CAfile", authority, folder.Write("leaf.pem", Pem(signed, "certPem")));
        foreach (var request in stack.OfType("tls:index/certRequest:CertRequest"))
            OpenSsl("req", "-verify", "-noout", "-in", folder.Write("request.pem", Pem(request, "certRequestPem")));
    }

    [Fact]
    public void LocallySignedCert_TakesSubjectAndNamesFromTheRequest()
    {
        var tls = new TlsProvider(TimeProvider.System);
        var (caKey, ca) = Authority(tls);
        var key = Create(tls, "tls:index/privateKey:PrivateKey", "urn:key", ("algorithm", "ECDSA"), ("ecdsaCurve", "P384"));
        var request = Create(tls, "tls:index/certRequest:CertRequest", "urn:request",
            ("privateKeyPem", key.Outputs.Text("privateKeyPem")!),
            ("subject", Map(("commonName", "client"), ("organization", "Org"), ("emailAddress", "a@b.dev"))),
            ("dnsNames", List("a.dev", "b.dev")), ("ipAddresses", List("10.0.0.1", "::1")), ("uris", List("spiffe://a/b")));

        var signed = Create(tls, "tls:index/locallySignedCert:LocallySignedCert", "urn:signed",
            ("caPrivateKeyPem", caKey), ("caCertPem", ca), ("certRequestPem", request.Outputs.Text("certRequestPem")!),
            ("validityPeriodHours", 24), ("allowedUses", List("digital_signature", "client_auth")));

        using var certificate = X509Certificate2.CreateFromPem(signed.Outputs.Text("certPem"));
        Assert.Equal("CN=client, O=Org", certificate.Subject);
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["a.dev", "b.dev"], names.EnumerateDnsNames());
        Assert.Equal(["10.0.0.1", "::1"], names.EnumerateIPAddresses().Select(address => address.ToString()));
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        Assert.Equal("1.3.6.1.5.5.7.3.2", certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages[0].Value);
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Empty(certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>());
        Assert.NotEmpty(certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>());
        Assert.Equal(signed.Id, new BigInteger(Convert.FromHexString(certificate.SerialNumber), isUnsigned: true, isBigEndian: true).ToString(null, null));
    }

    [Theory]
    [InlineData("sample", "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716", "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")]
    [InlineData("test", "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367", "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083")]
    public void Ecdsa_MatchesTheVectorsOfRfc6979(string message, string r, string s)
    {
        var key = Number("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");

        var signature = new AsnReader(DeterministicEcdsa.Sign(PrimeCurve.Named("P256"), key, Encoding.ASCII.GetBytes(message)), AsnEncodingRules.DER).ReadSequence();

        Assert.Equal(Number(r), signature.ReadInteger());
        Assert.Equal(Number(s), signature.ReadInteger());
    }

    [Theory]
    [InlineData("P256")]
    [InlineData("P384")]
    [InlineData("P521")]
    public void Curve_MultipliesAsThePlatformDoes(string name)
    {
        var curve = PrimeCurve.Named(name);

        foreach (var scalar in (BigInteger[])[1, 2, 3, 65537, curve.Order - 1, curve.Order / 3])
        {
            var (here, there) = (curve.MultiplyHere(scalar), curve.Multiply(scalar));
            Assert.Equal(there.X, here.X);
            Assert.Equal(there.Y, here.Y);
        }
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    [InlineData(4096)]
    public void PrimePool_OfASize_MakesDifferentKeysOfThatSize(int size)
    {
        var moduli = new HashSet<string>();
        foreach (var index in (int[])[0, 1, 30, 31, 32, 250, PrimePool.KeyCount - 1])
        {
            using var rsa = RSA.Create(PrimePool.Key(size, index));
            Assert.Equal(size, rsa.KeySize);
            var signature = rsa.SignData((byte[])[1], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            Assert.True(rsa.VerifyData((byte[])[1], signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            Assert.True(moduli.Add(Convert.ToHexString(rsa.ExportParameters(false).Modulus!)));
        }
    }

    [Theory]
    [InlineData("RSA", "rsaBits", 3072)]
    [InlineData("ECDSA", "ecdsaCurve", "P256")]
    public void PrivateKey_InEachForm_IsTheSameKey(string algorithm, string option, object value)
    {
        var tls = new TlsProvider(TimeProvider.System);
        var key = Create(tls, "tls:index/privateKey:PrivateKey", "urn:forms", ("algorithm", algorithm), (option, value));

        foreach (var form in (string[])["privateKeyPem", "privateKeyPemPkcs8"])
        {
            var read = PreviewKey.FromPem(key.Outputs.Text(form)!);
            Assert.Equal(key.Outputs.Text("publicKeyPem"), PemEncoding.WriteString("PUBLIC KEY", read.PublicKey.ExportSubjectPublicKeyInfo()) + "\n");
            Assert.IsType<RecordedSecret>(key.Outputs[form]);
        }

        Assert.Matches("^SHA256:[A-Za-z0-9+/]{43}$", key.Outputs.Text("publicKeyFingerprintSha256"));
        Assert.Matches("^([0-9a-f]{2}:){15}[0-9a-f]{2}$", key.Outputs.Text("publicKeyFingerprintMd5"));
    }

    [Fact]
    public void Certificate_WithAnUnknownUse_IsRefused()
    {
        var tls = new TlsProvider(TimeProvider.System);
        var key = Create(tls, "tls:index/privateKey:PrivateKey", "urn:key", ("algorithm", "ECDSA"), ("ecdsaCurve", "P256"));

        var error = Assert.Throws<NotSupportedException>(() => Create(tls, "tls:index/selfSignedCert:SelfSignedCert", "urn:odd",
            ("privateKeyPem", key.Outputs.Text("privateKeyPem")!), ("validityPeriodHours", 1), ("allowedUses", List("sing_everything"))));

        Assert.Contains("sing_everything", error.Message, StringComparison.Ordinal);
    }

    private static (string Key, string Certificate) Authority(TlsProvider tls)
    {
        var key = Create(tls, "tls:index/privateKey:PrivateKey", "urn:ca", ("algorithm", "RSA"), ("rsaBits", 3072)).Outputs.Text("privateKeyPem")!;
        var certificate = Create(tls, "tls:index/selfSignedCert:SelfSignedCert", "urn:ca",
            ("privateKeyPem", key), ("isCaCertificate", true), ("validityPeriodHours", 48), ("subject", Map(("commonName", "CA"))), ("allowedUses", List("cert_signing")));
        return (key, certificate.Outputs.Text("certPem")!);
    }

    private static ComputedResource Create(TlsProvider tls, string type, string urn, params (string Name, object Value)[] inputs) =>
        tls.Create(type, urn, keyIndex: 7, Map(inputs));

    private static RecordedMap Map(params (string Name, object Value)[] entries) => new(entries.ToDictionary(entry => entry.Name, entry => Value(entry.Value)));

    private static RecordedList List(params string[] texts) => new([.. texts.Select(RecordedValue (text) => new RecordedText(text))]);

    private static RecordedValue Value(object value) => value switch
    {
        RecordedValue recorded => recorded,
        bool truth => new RecordedBoolean(truth),
        int number => new RecordedNumber(number),
        _ => new RecordedText((string)value),
    };

    private static BigInteger Number(string hexadecimal) => new(Convert.FromHexString(hexadecimal), isUnsigned: true, isBigEndian: true);

    private static string Pem(RecordedResource resource, string output) => resource.Outputs.Text(output)!;

    private static void OpenSsl(params string[] arguments)
    {
        Requires.Packages("openssl", "/usr/bin/openssl");
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"openssl {string.Join(' ', arguments)}: {errors}");
    }
}
