using System.Diagnostics;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
        var key = Create(tls, "tls:index/privateKey:PrivateKey", "urn:key", ("algorithm", "ECDSA"), ("ecdsaCurve", "P256"));
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

    [Fact]
    public void Keys_OfFourCaVersions_AreDifferent()
    {
        var keys = "1234".Select(version => PublishedTestKeys.Rsa(3072, new KeyNumbers().Reserve($"urn:pulumi:prod::secure-api::x::ca-g{version}", isRsa: true)).PrivatePem);

        Assert.Equal(4, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Keys_WithDifferentNumbers_AreDifferent()
    {
        var keys = Enumerable.Range(0, PublishedTestKeys.EcdsaCount).Select(number => PublishedTestKeys.Ecdsa("P256", number).PrivatePem);

        Assert.Equal(PublishedTestKeys.EcdsaCount, keys.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void KeyNumbers_OfMoreResourcesThanThereAreKeys_Repeat()
    {
        var numbers = new KeyNumbers();
        var reserved = Enumerable.Range(0, 2 * PublishedTestKeys.EcdsaCount).Select(resource => numbers.Reserve($"urn:{resource}", isRsa: false)).ToList();

        Assert.Equal(PublishedTestKeys.EcdsaCount, reserved.Take(PublishedTestKeys.EcdsaCount).Distinct().Count());
        Assert.All(reserved, number => Assert.InRange(number, 0, PublishedTestKeys.EcdsaCount - 1));
    }

    [Theory]
    [InlineData("RSA", "rsaBits", 2048, "RSA keys of 3072 bits, not of 2048")]
    [InlineData("ECDSA", "ecdsaCurve", "P384", "ECDSA keys on P256, not on P384")]
    [InlineData("ED25519", "rsaBits", 0, "computes RSA and ECDSA keys, not ED25519")]
    public void PrivateKey_OfAKindWithoutATestKey_IsRefused(string algorithm, string option, object value, string message)
    {
        var error = Assert.Throws<NotSupportedException>(() =>
            Create(new TlsProvider(TimeProvider.System), "tls:index/privateKey:PrivateKey", "urn:kind", ("algorithm", algorithm), (option, value)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
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
        tls.Create(type, urn, keyNumber: 7, Map(inputs));

    private static RecordedMap Map(params (string Name, object Value)[] entries) => new(entries.ToDictionary(entry => entry.Name, entry => Value(entry.Value)));

    private static RecordedList List(params string[] texts) => new([.. texts.Select(RecordedValue (text) => new RecordedText(text))]);

    private static RecordedValue Value(object value) => value switch
    {
        RecordedValue recorded => recorded,
        bool truth => new RecordedBoolean(truth),
        int number => new RecordedNumber(number),
        _ => new RecordedText((string)value),
    };

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
