using SecureApi.Cli.Preview.Recording;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>
/// Makes a throw-away chain of certificates on another core while command line and settings are read: what is slow about the
/// first certificate of a process is loading the cryptography, not computing.
/// </summary>
public static class CertificateWarmUp
{
    /// <summary>Starts, unless there is no other core. Nothing depends on when it ends.</summary>
    public static void Start()
    {
        if (Environment.ProcessorCount > 1)
            new Thread(Run) { IsBackground = true }.Start();
    }

    private static void Run()
    {
        const string Urn = "urn:pulumi:warm-up";
        var tls = new TlsProvider(TimeProvider.System);
        var subject = Map("commonName", new RecordedText("warm-up"));

        // First what the settings need, which check the requests of clients.
        var key = tls.Create("tls:index/privateKey:PrivateKey", Urn, 1, Map("algorithm", new RecordedText("ECDSA"), "ecdsaCurve", new RecordedText("P256")));
        var request = tls.Create("tls:index/certRequest:CertRequest", Urn, 0, Map("privateKeyPem", Pem(key, "privateKeyPem"), "subject", subject));
        SigningRequest.TryRead(Pem(request, "certRequestPem").Value, out _, out _);

        var authorityKey = Pem(tls.Create("tls:index/privateKey:PrivateKey", Urn, 0, Map("algorithm", new RecordedText("RSA"))), "privateKeyPem");
        var authority = tls.Create("tls:index/selfSignedCert:SelfSignedCert", Urn, 0, Map(
            "privateKeyPem", authorityKey, "subject", subject, "isCaCertificate", new RecordedBoolean(true), "validityPeriodHours", new RecordedNumber(1)));
        tls.Create("tls:index/locallySignedCert:LocallySignedCert", Urn, 0, Map(
            "caPrivateKeyPem", authorityKey,
            "caCertPem", Pem(authority, "certPem"),
            "certRequestPem", Pem(request, "certRequestPem"),
            "validityPeriodHours", new RecordedNumber(1)));
    }

    private static RecordedText Pem(ComputedResource resource, string output) => new(resource.Outputs.Text(output)!);

    private static RecordedMap Map(params object[] namesAndValues)
    {
        var entries = new Dictionary<string, RecordedValue>();
        for (var index = 0; index < namesAndValues.Length; index += 2)
            entries.Add((string)namesAndValues[index], (RecordedValue)namesAndValues[index + 1]);
        return new(entries);
    }
}
