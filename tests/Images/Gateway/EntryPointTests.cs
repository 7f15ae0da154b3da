using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>The entry point refuses a wrong environment with one line for each fault, and starts nothing.</summary>
public sealed class EntryPointTests
{
    private static readonly TestAuthority Root = TestAuthority.Root("Entry root");
    private static readonly TestAuthority Issuing = Root.Intermediate("Entry issuing");

    /// <summary>A change of a good environment and the only lines that it gives.</summary>
    private sealed record Fault(Action<GatewayEnvironment> Change, params string[] Lines);

    [Fact]
    public async Task EntryPoint_EachFault_StopsTheStartWithItsLine()
    {
        var wrong = new List<string>();
        foreach (var fault in Faults())
        {
            var environment = Good();
            fault.Change(environment);
            await using var gateway = GatewayProcess.Launch(environment);
            var exitCode = await gateway.WaitForExit();
            if (exitCode != 1 || !gateway.Process.Errors.SequenceEqual(fault.Lines.Select(line => "gateway: " + line)))
                wrong.Add($"{string.Join('\n', fault.Lines)}\n  but: {gateway.Process}");
            Assert.Empty(Directory.EnumerateFileSystemEntries(gateway.Directory));
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Fact]
    public async Task EntryPoint_SeveralFaults_ReportsThemAll()
    {
        var environment = Good().With("GATEWAY_MODE", "off").With("GATEWAY_PORT", "0").With("GATEWAY_CA_BUNDLE", null);

        await using var gateway = GatewayProcess.Launch(environment);

        Assert.Equal(1, await gateway.WaitForExit());
        Assert.Equal(
            [
                "gateway: GATEWAY_CA_BUNDLE: missing",
                "gateway: GATEWAY_MODE: \"off\" is not verify or passthrough",
                "gateway: GATEWAY_PORT: \"0\" is not a whole number from 1 to 65535",
            ],
            gateway.Process.Errors);
    }

    [Fact]
    public async Task EntryPoint_UnreadableSecrets_PrintsNoneOfThem()
    {
        const string Marker = "7d1f0c-not-to-be-seen";
        var environment = Good();
        foreach (var name in new[] { "TLS_CERTIFICATE", "TLS_PRIVATE_KEY", "CA_BUNDLE", "INTERMEDIATES", "CRL", "CLIENT_RULES" })
            environment.With("GATEWAY_" + name, $"-----BEGIN {Marker}-----\n{Marker}\n-----END {Marker}-----\n");

        await using var gateway = GatewayProcess.Launch(environment);

        Assert.Equal(1, await gateway.WaitForExit());
        Assert.Equal(6, gateway.Process.Errors.Count);
        Assert.DoesNotContain(Marker, gateway.Process.ToString());
    }

    [Fact]
    public async Task EntryPoint_LineEndsWrittenAsEscapes_Starts()
    {
        var environment = Good();
        foreach (var name in new[] { "GATEWAY_TLS_CERTIFICATE", "GATEWAY_TLS_PRIVATE_KEY", "GATEWAY_CA_BUNDLE", "GATEWAY_INTERMEDIATES" })
            environment.With(name, environment.Values[name].Replace("\n", "\\n", StringComparison.Ordinal));
        environment.With("GATEWAY_CRL", (Root.RevocationList() + Issuing.RevocationList()).Replace("\n", "\r\n", StringComparison.Ordinal));

        await using var gateway = await GatewayProcess.Start(environment);

        Assert.Equal(502, (await gateway.Get("/", Issuing.Issue())).Status);
    }

    private static GatewayEnvironment Good() => new GatewayEnvironment(Root)
        .WithService("api", "127.0.0.1", 1, "/")
        .With("GATEWAY_INTERMEDIATES", Issuing.Pem);

    private static IEnumerable<Fault> Faults() => [.. PlainFaults(), .. ServiceFaults(), .. ServerFaults(), .. TrustFaults(), .. ListFaults(), .. RuleFaults()];

    private static IEnumerable<Fault> PlainFaults()
    {
        const string Header = "a header name of letters, digits and dashes that has no other meaning";
        yield return Set("GATEWAY_MODE", "none", "\"none\" is not verify or passthrough");
        yield return Set("GATEWAY_CLIENT_CERT_HEADER", null, "missing");
        yield return Set("GATEWAY_CLIENT_CERT_HEADER", "X Edge", $"\"X Edge\" is not {Header}");
        yield return Set("GATEWAY_CLIENT_CERT_HEADER", "x-client-s-dn", $"\"x-client-s-dn\" is not {Header}");
        yield return Set("GATEWAY_PORT", "65536", "\"65536\" is not a whole number from 1 to 65535");
        yield return Set("GATEWAY_PORT", "0x1bb", "\"0x1bb\" is not a whole number from 1 to 65535");
        yield return Set("GATEWAY_RESOLVER", "dns.internal", "\"dns.internal\" is not an IPv4 address, with :port if it is not 53");
        yield return Set("GATEWAY_RESOLVER", "10.0.0.256", "\"10.0.0.256\" is not an IPv4 address, with :port if it is not 53");
        yield return Set("GATEWAY_LOG_LEVEL", "loud", "\"loud\" is not info, notice, warn or error");
        yield return Set("GATEWAY_LOG_LEVEL", "debug", "\"debug\" is not info, notice, warn or error");
        yield return Set("GATEWAY_HOST_NAMES", "api.example.com, a@b", "\"api.example.com, a@b\" is not a list of DNS names or IPv4 addresses with commas between them");
        yield return Set("GATEWAY_BODY_SECONDS", "0", "\"0\" is not a whole number of seconds from 1 to 600");
        yield return Set("GATEWAY_MAX_BODY_BYTES", "1k", "\"1k\" is not a whole number of bytes from 1024 to 104857600");
        yield return Set("GATEWAY_STOP_TIMEOUT_SECONDS", "121", "\"121\" is not a whole number of seconds from 10 to 120");
        yield return Set("GATEWAY_IDLE_TIMEOUT_SECONDS", "0", "\"0\" is not a whole number of seconds from 1 to 4000");
        yield return Set("GATEWAY_WORKERS", "many", "\"many\" is not auto, or a whole number from 1 to 99");
    }

    private static IEnumerable<Fault> ServiceFaults()
    {
        const string NoList = "not a JSON list of services, such as [{\"name\":\"api\",\"host\":\"api.internal\",\"port\":8000,\"prefix\":\"/\"}]";
        yield return Set("GATEWAY_SERVICES", null, NoList);
        yield return Set("GATEWAY_SERVICES", "[]", NoList);
        yield return Set("GATEWAY_SERVICES", "{\"name\":", NoList);
        yield return Services("""[{"name":"api","host":"-","port":1,"prefix":"/"},{"name":"api","host":"b_c","port":1,"prefix":"/b"}]""",
            "service 2: the name \"api\" is taken");
        yield return Services("""[{"name":"a","host":"a","port":1,"prefix":"/a"},{"name":"b","host":"b","port":1,"prefix":"/a"}]""",
            "service 2: the prefix \"/a\" is taken");
        yield return Services("""[{"name":"a","host":"10.0.0.1","prefix":"/a"}]""", "service 1: port is missing: only a DNS name can tell it (SRV)");
        yield return Services("""[{"name":"A;","host":"a b","port":0,"prefix":"v1"}]""",
            "service 1: host is neither a DNS name nor an IPv4 address",
            "service 1: name is not lower-case letters, digits and dashes",
            "service 1: port is not from 1 to 65535",
            "service 1: prefix: it has to start with /");
        foreach (var (prefix, rule) in new[]
        {
            ("/v1/", "it must not end with /"),
            ("/a//b", "it must not hold //, /./ or /../"),
            ("/a/../b", "it must not hold //, /./ or /../"),
            ("/a/.", "it must not hold //, /./ or /../"),
            ("/a%2fb", "it may hold letters, digits and ._~-/ only"),
            ("/a b", "it may hold letters, digits and ._~-/ only"),
            ("/a{b", "it may hold letters, digits and ._~-/ only"),
            ("/-/x", "/- is the gateway's own"),
        })
            yield return Services($$"""[{"name":"a","host":"a","port":1,"prefix":"{{prefix}}"}]""", $"service 1: prefix: {rule}");
    }

    private static IEnumerable<Fault> ServerFaults()
    {
        var server = new CertificateProfile { Subject = "CN=gateway.internal", ExtendedKeyUsage = [Oids.ServerAuthentication] };
        var other = Root.Issue(server);
        var expired = Root.Issue(server with { NotBefore = Time(2020), NotAfter = Time(2021) });
        var future = Root.Issue(server with { NotBefore = Time(2090), NotAfter = Time(2091) });
        var client = Root.Issue(server with { ExtendedKeyUsage = [Oids.ClientAuthentication] });
        var rsa = Root.Issue(server with { Key = Keys.Rsa2048 });
        const string Mismatch = "GATEWAY_TLS_PRIVATE_KEY: it does not belong to the first certificate of GATEWAY_TLS_CERTIFICATE";
        const string NoKey = "not an unencrypted private key in PEM";
        yield return Set("GATEWAY_TLS_CERTIFICATE", null, "missing");
        yield return Set("GATEWAY_TLS_CERTIFICATE", "  \n", "missing");
        yield return Set("GATEWAY_TLS_CERTIFICATE", "nonsense", "not PEM");
        yield return Set("GATEWAY_TLS_CERTIFICATE", other.KeyPem, "block 1 is \"PRIVATE KEY\", not \"CERTIFICATE\"");
        yield return Set("GATEWAY_TLS_CERTIFICATE", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "block 1 does not parse");
        yield return Set("GATEWAY_TLS_PRIVATE_KEY", null, "missing");
        yield return Set("GATEWAY_TLS_PRIVATE_KEY", "nonsense", NoKey);
        yield return Set("GATEWAY_TLS_PRIVATE_KEY", other.CertificatePem, NoKey);
        yield return Set("GATEWAY_TLS_PRIVATE_KEY", other.Key.ExportEncryptedPkcs8PrivateKeyPem(
            "secret", new(System.Security.Cryptography.PbeEncryptionAlgorithm.Aes256Cbc, System.Security.Cryptography.HashAlgorithmName.SHA256, 1000)), NoKey);
        yield return new Fault(environment => environment.With("GATEWAY_TLS_PRIVATE_KEY", other.KeyPem), Mismatch);
        yield return new Fault(
            environment => environment.With("GATEWAY_TLS_CERTIFICATE", rsa.CertificatePem).With("GATEWAY_TLS_PRIVATE_KEY", rsa.KeyPem),
            "GATEWAY_TLS_PRIVATE_KEY: not an ECDSA key; without one there is no cipher for TLS 1.2");
        yield return Pair(expired, "certificate 1 (CN=gateway.internal): it expired on 2021-01-01T00:00:00Z");
        yield return Pair(future, "certificate 1 (CN=gateway.internal): it is not valid before 2090-01-01T00:00:00Z");
        yield return Pair(client, "the first certificate has no extended key usage serverAuth");

        static Fault Pair(Credential credential, string line) => new(
            environment => environment.With("GATEWAY_TLS_CERTIFICATE", credential.CertificatePem).With("GATEWAY_TLS_PRIVATE_KEY", credential.KeyPem),
            "GATEWAY_TLS_CERTIFICATE: " + line);
    }

    private static IEnumerable<Fault> TrustFaults()
    {
        var authority = CertificateProfile.Authority("X");
        var expired = TestAuthority.Root(authority with { NotBefore = Time(2020), NotAfter = Time(2021) });
        var future = TestAuthority.Root(authority with { NotBefore = Time(2090), NotAfter = Time(2091) });
        var weak = TestAuthority.Root(authority with { Key = Keys.Rsa1024 });
        var expiredBelow = Root.Intermediate(authority with { NotBefore = Time(2020), NotAfter = Time(2021) });
        const string Name = "certificate 2 (CN=X,O=Secure API)";
        yield return Set("GATEWAY_CA_BUNDLE", "nonsense", "not PEM");
        yield return Bundle(expired.Pem, $"{Name}: it expired on 2021-01-01T00:00:00Z");
        yield return Bundle(future.Pem, $"{Name}: it is not valid before 2090-01-01T00:00:00Z");
        yield return Bundle(weak.Pem, $"{Name}: depth 0: EE certificate key too weak");
        yield return Bundle(Root.Issue(new() { Subject = "CN=X" }).CertificatePem, "certificate 2 (CN=X): it is not a certificate authority");
        yield return Bundle(Issuing.Pem, "certificate 2 (CN=Entry issuing,O=Secure API): it is not self-signed; intermediates go into GATEWAY_INTERMEDIATES");
        yield return Set("GATEWAY_INTERMEDIATES", "nonsense", "not PEM");
        yield return Set("GATEWAY_INTERMEDIATES", Root.Pem, "certificate 1 (CN=Entry root,O=Secure API): it is self-signed; roots go into GATEWAY_CA_BUNDLE");
        yield return Set("GATEWAY_INTERMEDIATES", Root.Issue(new() { Subject = "CN=X" }).CertificatePem, "certificate 1 (CN=X): it is not a certificate authority");
        yield return Set("GATEWAY_INTERMEDIATES", expiredBelow.Pem, "certificate 1 (CN=X,O=Secure API): it expired on 2021-01-01T00:00:00Z");
        yield return Set("GATEWAY_INTERMEDIATES", TestAuthority.Root("Stranger").Intermediate("X").Pem,
            "certificate 1 (CN=X,O=Secure API): depth 0: unable to get local issuer certificate");

        static Fault Bundle(string pem, string line) => new(
            environment => environment.With("GATEWAY_CA_BUNDLE", Root.Pem + pem), "GATEWAY_CA_BUNDLE: " + line);
    }

    private static IEnumerable<Fault> ListFaults()
    {
        var revoking = TestAuthority.Root("Entry revoking");
        var revoked = revoking.Intermediate("Entry revoked");
        revoking.Revoke(revoked.Certificate);
        var impostor = TestAuthority.Root("Entry root");
        var good = Issuing.RevocationList();
        yield return Set("GATEWAY_CRL", "nonsense", "not PEM");
        yield return Set("GATEWAY_CRL", Root.Pem, "block 1 is \"CERTIFICATE\", not \"X509 CRL\"");
        yield return Set("GATEWAY_CRL", good + Root.RevocationList(Time(2021), Time(2020)),
            "list 2 (CN=Entry root,O=Secure API): it expired on 2021-01-01T00:00:00Z");
        yield return Set("GATEWAY_CRL", good + Root.RevocationList(Time(2091), Time(2090)),
            "list 2 (CN=Entry root,O=Secure API): it is not valid before 2090-01-01T00:00:00Z");
        yield return Set("GATEWAY_CRL", good, "no list from CN=Entry root,O=Secure API; every authority needs one");
        yield return new Fault(environment => environment.With("GATEWAY_CRL", good + impostor.RevocationList()),
            "GATEWAY_CRL: list 2 (CN=Entry root,O=Secure API): its signature is not that of its issuer",
            "GATEWAY_CRL: no list from CN=Entry root,O=Secure API; every authority needs one");
        yield return new Fault(
            environment => environment.With("GATEWAY_CA_BUNDLE", revoking.Pem).With("GATEWAY_INTERMEDIATES", revoked.Pem)
                .With("GATEWAY_CRL", revoking.RevocationList() + revoked.RevocationList()),
            "GATEWAY_INTERMEDIATES: certificate 1 (CN=Entry revoked,O=Secure API): depth 0: certificate revoked");
    }

    private static IEnumerable<Fault> RuleFaults()
    {
        yield return Set("GATEWAY_CLIENT_RULES", "nonsense", "not an object with \"clients\"");
        yield return Set("GATEWAY_CLIENT_RULES", """{"clients":{"acme":{"prefix":["/v1"]}}}""", "client \"acme\" has the unknown key \"prefix\"");
        yield return Set("GATEWAY_CLIENT_RULES", """{"clients":{"acme":{"prefixes":"/v1"}}}""", "client \"acme\": prefixes is not a list");
        yield return Set("GATEWAY_CLIENT_RULES", """{"clients":{"acme":{"prefixes":["/v1/"]}}}""", "client \"acme\": prefix \"/v1/\": it must not end with /");
        yield return Set("GATEWAY_CLIENT_RULES", """{"clients":{},"more":1}""", "unknown key \"more\"");
        yield return Set("GATEWAY_CLIENT_RULES", """{"clients":{"acme":{"prefixes":["/a$uri"]}}}""", "client \"acme\": prefix \"/a$uri\": it may hold letters, digits and ._~-/ only");
        yield return Set("GATEWAY_CLIENT_RULES", """{"clients":{"acme":{"prefixes":[]}}}""", "client \"acme\": prefixes is empty; leave it out for every path");
        yield return Set("GATEWAY_CLIENT_RULES", """{"clients":{"acme":{"prefixes":["/v1"]},"acme":{}}}""", "\"acme\" is there twice");
        yield return Set("GATEWAY_CLIENT_RULES", """{"clients":{"ACME ":{"prefixes":["/v1"]},"acme":{}}}""", "clients \"ACME \" and \"acme\" are the same name");
        yield return Set("GATEWAY_CLIENT_RULES", """{"clients":{},"others":"drop"}""", "others is not allow or refuse");
    }

    private static Fault Set(string name, string? value, string line) => new(environment => environment.With(name, value), $"{name}: {line}");

    private static Fault Services(string json, params string[] lines) => new(
        environment => environment.With("GATEWAY_SERVICES", json), [.. lines.Select(line => "GATEWAY_SERVICES: " + line)]);

    private static DateTimeOffset Time(int year) => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
