using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecureApi.Tests.Images.Gateway.Harness;
using static SecureApi.Tests.Images.Gateway.Certificates.ZooGateway;

namespace SecureApi.Tests.Images.Gateway.Certificates;

/// <summary>Good and bad client certificates and headers.</summary>
public static class CertificateZoo
{
    /// <summary>All cases, for a set of authorities.</summary>
    public static IEnumerable<ZooCase> Cases(ZooAuthorities ca) =>
        [.. GoodLeaves(ca), .. GoodChains(ca), .. GoodEncodings(ca), .. BadLeaves(ca), .. BadIssuers(ca), .. BadChains(ca),
            .. Revocations(ca), .. BadEncodings(ca), .. BadDer(ca), .. BadHeaders(ca)];

    private static IEnumerable<ZooCase> GoodLeaves(ZooAuthorities ca)
    {
        yield return Good("P-256", new());
        yield return Good("P-384", new() { Key = Keys.P384 });
        yield return Good("P-521", new() { Key = Keys.P521 });
        yield return Good("RSA 2048", new() { Key = Keys.Rsa2048 });
        yield return Good("RSA 3072", new() { Key = Keys.Rsa3072 });
        yield return Good("RSA 4096", new() { Key = Keys.Rsa4096 });
        yield return Good("signed with SHA-384", new() { Hash = HashAlgorithmName.SHA384 });
        yield return Good("200 alternative names", new() { Extensions = [RawCertificates.AlternativeNames("acme.example", 200)] });
        yield return Good("clientAuth and serverAuth", new()
        {
            ExtendedKeyUsage = [Oids.ServerAuthentication, Oids.ClientAuthentication],
        });
        yield return Good("digitalSignature and keyAgreement", new()
        {
            KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement,
        });
        yield return Good("unknown extension, not critical", new() { Extensions = [new(Oids.Unknown, [5, 0], false)] });
        yield return Good("subject beyond ASCII", new() { Subject = "CN=Zoë Ωmega, O=Acmé" });
        yield return Good("subject with special characters", new() { Subject = "CN=\"a,b+c=d;e\", O=\"<Acme>\"" });
        yield return Case("RSA authority", Verify, AlbHeader.Of(ca.RsaRoot.Issue()), 200, "ok");

        ZooCase Good(string name, CertificateProfile profile) => Case(name, Verify, AlbHeader.Of(ca.Root.Issue(profile)), 200, "ok");
    }

    private static IEnumerable<ZooCase> GoodChains(ZooAuthorities ca)
    {
        var direct = ca.Root.Issue();
        var below = ca.Configured.Issue();
        var sent = ca.OnlySent.Issue();
        yield return Case("passthrough, leaf alone", Passthrough, AlbHeader.Of(direct), 200, "ok");
        yield return Case("passthrough, leaf and root", Passthrough, AlbHeader.Of(direct, ca.Root), 200, "ok");
        yield return Case("configured intermediate, leaf alone, verify", Verify, AlbHeader.Of(below), 200, "ok");
        yield return Case("configured intermediate, leaf alone, passthrough", Passthrough, AlbHeader.Of(below), 200, "ok");
        yield return Case("configured intermediate, also sent", Passthrough, AlbHeader.Of(below, ca.Configured, ca.Root), 200, "ok");
        yield return Case("sent intermediate", PassthroughWithoutLists, AlbHeader.Of(sent, ca.OnlySent), 200, "ok");
        yield return Case("sent intermediate and root", PassthroughWithoutLists, AlbHeader.Of(sent, ca.OnlySent, ca.Root), 200, "ok");
        yield return Case("a stranger's certificate beside the path", PassthroughWithoutLists,
            AlbHeader.Of(sent, ca.Impostor, ca.OnlySent), 200, "ok");
    }

    private static IEnumerable<ZooCase> GoodEncodings(ZooAuthorities ca)
    {
        var header = AlbHeader.Of(ca.Root.Issue());
        yield return Case("escapes in lower case", Verify, header.Replace("%0A", "%0a", StringComparison.Ordinal), 200, "ok");
        yield return Case("no final line end", Verify, header[..^3], 200, "ok");
        yield return Case("every character escaped", Verify, Escaped(ca.Root.Issue().CertificatePem), 200, "ok");
        yield return Case("plus, slash and equals escaped", Verify, header.Replace("+", "%2B", StringComparison.Ordinal)
            .Replace("/", "%2F", StringComparison.Ordinal).Replace("=", "%3D", StringComparison.Ordinal), 200, "ok");
        yield return Case("spaces around the value", Verify, $"  {header}  ", 200, "ok");
        yield return Case("name in capitals", Verify, [(GatewayEnvironment.Header.ToUpperInvariant(), header)], 200, "ok");
    }

    private static IEnumerable<ZooCase> BadLeaves(ZooAuthorities ca)
    {
        var now = DateTimeOffset.UtcNow;
        yield return Bad("expired", "expired", new() { NotBefore = now.AddDays(-2), NotAfter = now.AddSeconds(-1) });
        yield return Bad("not yet valid", "not_yet_valid", new() { NotBefore = now.AddHours(1) });
        yield return Bad("subject of 5,000 characters", "leaf_name_too_long", new()
        {
            Subject = "CN=acme, " + string.Join(", ", Enumerable.Range(0, 80).Select(index => $"OU={new string('x', 60)}{index}")),
        });
        yield return Bad("serial of 21 octets", "leaf_serial", new() { SerialOctets = 21 });
        yield return Bad("serverAuth only", "leaf_extended_key_usage", new() { ExtendedKeyUsage = [Oids.ServerAuthentication] });
        yield return Bad("no extended key usage", "leaf_extended_key_usage", new() { ExtendedKeyUsage = [] });
        yield return Bad("any extended key usage only", "leaf_extended_key_usage", new() { ExtendedKeyUsage = ["2.5.29.37.0"] });
        yield return Bad("no key usage", "leaf_key_usage", new() { KeyUsage = null });
        yield return Bad("keyEncipherment only", "leaf_key_usage", new()
        {
            Key = Keys.Rsa2048,
            KeyUsage = X509KeyUsageFlags.KeyEncipherment,
        });
        yield return Bad("keyCertSign without being an authority", "extension_invalid", new()
        {
            KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign,
        });
        yield return Bad("authority with clientAuth as client", "leaf_is_ca", new()
        {
            IsAuthority = true,
            KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign,
        });
        yield return Case("intermediate as client", Verify, AlbHeader.Of(ca.Configured.Credential), 403, "leaf_is_ca");
        yield return Case("root as client", Passthrough, AlbHeader.Of(ca.Root.Credential), 403, "leaf_is_ca");
        yield return Bad("RSA 1024", "key_too_weak", new() { Key = Keys.Rsa1024 });
        yield return Case("signed with SHA-1", Verify,
            AlbHeader.Of(ca.RsaRoot.Issue(new() { Hash = HashAlgorithmName.SHA1 })), 403, "digest_too_weak");
        yield return Bad("unknown critical extension", "critical_extension", new() { Extensions = [new(Oids.Unknown, [5, 0], true)] });
        yield return Bad("empty subject", "leaf_subject_empty", new() { Subject = "" });
        yield return Bad("two common names", "leaf_subject_ambiguous", new() { Subject = "CN=acme, CN=admin" });
        yield return Case("version 1", Verify, Pem(RawCertificates.Version1(ca.Root, "CN=acme")), 403, "leaf_version");

        ZooCase Bad(string name, string reason, CertificateProfile profile) =>
            Case(name, Verify, AlbHeader.Of(ca.Root.Issue(profile)), 403, reason);
    }

    private static IEnumerable<ZooCase> BadIssuers(ZooAuthorities ca)
    {
        var stranger = TestAuthority.Root("Somebody else");
        var sameKeyName = TestAuthority.Root(CertificateProfile.Authority("Zoo root") with { SubjectKeyOf = ca.Root.Certificate });
        var selfSigned = TestAuthority.Root(new CertificateProfile { Subject = "CN=acme" }).Credential;
        yield return Case("self-signed", Verify, AlbHeader.Of(selfSigned), 403, "self_signed");
        yield return Case("unknown authority", Verify, AlbHeader.Of(stranger.Issue()), 403, "issuer_unknown");
        yield return Case("unknown authority, sent along", Passthrough, AlbHeader.Of(stranger.Issue(), stranger), 403, "issuer_unknown");
        yield return Case("authority of the same name", Verify, AlbHeader.Of(ca.Impostor.Issue()), 403, "issuer_unknown");
        yield return Case("authority of the same name, sent along", Passthrough,
            AlbHeader.Of(ca.Impostor.Issue(), ca.Impostor), 403, "issuer_unknown");
        yield return Case("authority of the same name and key identifier", Verify,
            AlbHeader.Of(sameKeyName.Issue()), 403, "signature_invalid");
        yield return Case("authority of the same name and key identifier, sent along", Passthrough,
            AlbHeader.Of(sameKeyName.Issue(), sameKeyName), 403, "signature_invalid");
        yield return Case("unknown intermediate, not sent", PassthroughWithoutLists, AlbHeader.Of(ca.OnlySent.Issue()), 403, "issuer_unknown");
    }

    private static IEnumerable<ZooCase> BadChains(ZooAuthorities ca)
    {
        var first = ca.Root.Intermediate(CertificateProfile.Authority("No further authority") with { PathLength = 0 });
        var second = first.Intermediate("One too many");
        yield return Case("path length exceeded", PassthroughWithoutLists, AlbHeader.Of(second.Issue(), second, first), 403, "path_length");

        var deep = new List<TestAuthority> { ca.Root };
        for (var depth = 1; depth <= 4; depth++) deep.Add(deep[^1].Intermediate($"Level {depth}"));
        var lowFirst = deep.Skip(1).Reverse().ToArray();
        yield return Case("three intermediates", PassthroughWithoutLists,
            AlbHeader.Of(lowFirst[1].Issue(), lowFirst[1..]), 200, "ok");
        yield return Case("four intermediates", PassthroughWithoutLists, AlbHeader.Of(lowFirst[0].Issue(), lowFirst), 403, "path_length");

        var client = ca.Root.Intermediate(new CertificateProfile { Subject = "CN=client that issues" });
        yield return Case("issued by a client", PassthroughWithoutLists, AlbHeader.Of(client.Issue(), client), 403, "ca_invalid");

        var noSigning = ca.Root.Intermediate(CertificateProfile.Authority("No keyCertSign") with { KeyUsage = X509KeyUsageFlags.CrlSign });
        yield return Case("authority without keyCertSign", PassthroughWithoutLists,
            AlbHeader.Of(noSigning.Issue(), noSigning), 403, "ca_invalid");

        var expired = ca.Root.Intermediate(CertificateProfile.Authority("Expired") with { NotAfter = DateTimeOffset.UtcNow.AddSeconds(-1) });
        yield return Case("expired intermediate", PassthroughWithoutLists, AlbHeader.Of(expired.Issue(), expired), 403, "expired");

        var servers = ca.Root.Intermediate(CertificateProfile.Authority("Servers") with { ExtendedKeyUsage = [Oids.ServerAuthentication] });
        yield return Case("authority for servers only", PassthroughWithoutLists, AlbHeader.Of(servers.Issue(), servers), 403, "purpose");

        var weak = ca.Root.Intermediate(CertificateProfile.Authority("Weak") with { Key = Keys.Rsa1024 });
        yield return Case("weak intermediate", PassthroughWithoutLists, AlbHeader.Of(weak.Issue(), weak), 403, "key_too_weak");

        var named = ca.Root.Intermediate(CertificateProfile.Authority("Named") with
        {
            Extensions = [RawCertificates.PermittedDomain("acme.example")],
        });
        var inside = named.Issue(new() { Extensions = [RawCertificates.AlternativeNames("acme.example", 1)] });
        var outside = named.Issue(new() { Extensions = [RawCertificates.AlternativeNames("other.example", 1)] });
        yield return Case("name constraints met", PassthroughWithoutLists, AlbHeader.Of(inside, named), 200, "ok");
        yield return Case("name constraints broken", PassthroughWithoutLists, AlbHeader.Of(outside, named), 403, "name_constraints");

        var leaf = ca.Root.Issue();
        yield return Case("two certificates in verify mode", Verify, AlbHeader.Of(leaf, ca.Root), 400, "certificates_too_many");
        yield return Case("six certificates", Passthrough,
            AlbHeader.Of([leaf, .. Enumerable.Repeat(ca.Root.Credential, 5)]), 400, "certificates_too_many");
        yield return Case("authority before the leaf", Passthrough, AlbHeader.Of(ca.Root.Credential, leaf), 403, "leaf_is_ca");
    }

    private static IEnumerable<ZooCase> Revocations(ZooAuthorities ca)
    {
        yield return Case("revoked", Verify, AlbHeader.Of(ca.RevokedClient), 403, "revoked");
        yield return Case("revoked, passthrough", Passthrough, AlbHeader.Of(ca.RevokedClient, ca.Root), 403, "revoked");
        yield return Case("revoked, but there are no lists", PassthroughWithoutLists, AlbHeader.Of(ca.RevokedClient), 200, "ok");
        yield return Case("revoked intermediate", Passthrough, AlbHeader.Of(ca.Revoked.Issue(), ca.Revoked), 403, "revoked");
        yield return Case("intermediate without a list", Passthrough, AlbHeader.Of(ca.OnlySent.Issue(), ca.OnlySent), 403, "crl_missing");
    }

    private static IEnumerable<ZooCase> BadEncodings(ZooAuthorities ca)
    {
        var leaf = ca.Root.Issue();
        var pem = leaf.CertificatePem;
        var header = AlbHeader.Of(leaf);
        yield return Malformed("a word", "pem_invalid", "garbage");
        yield return Malformed("percent signs", "encoding_invalid", "%%%");
        yield return Malformed("escape cut off", "encoding_invalid", header[..^1]);
        yield return Malformed("escape that is not hexadecimal", "encoding_invalid", header.Replace("%0A", "%0G", StringComparison.Ordinal));
        yield return Malformed("space not escaped", "encoding_invalid", header.Replace("%20", " ", StringComparison.Ordinal));
        yield return Malformed("form encoding", "pem_invalid", header.Replace("%20", "+", StringComparison.Ordinal));
        yield return Malformed("encoded twice", "pem_invalid", AlbHeader.Encode(header));
        yield return Malformed("quotes around it", "encoding_invalid", $"\"{header}\"");
        yield return Malformed("bytes beyond ASCII", "encoding_invalid", header + "\u00e9");
        yield return Malformed("NUL at the end", "pem_invalid", header + "%00");
        yield return Malformed("NUL within", "pem_invalid", header.Insert(200, "%00"));
        yield return Malformed("PEM cut off", "pem_invalid", header[..(header.Length / 2)]);
        yield return Malformed("no first line", "pem_invalid", AlbHeader.Encode(pem[(pem.IndexOf('\n') + 1)..]));
        yield return Malformed("no last line", "pem_invalid", AlbHeader.Encode(pem[..pem.LastIndexOf("-----END", StringComparison.Ordinal)]));
        yield return Malformed("labels that differ", "pem_invalid",
            AlbHeader.Encode(pem.Replace("END CERTIFICATE", "END X509 CERTIFICATE", StringComparison.Ordinal)));
        yield return Malformed("text before", "pem_invalid", AlbHeader.Encode("subject\n" + pem));
        yield return Malformed("text after", "pem_invalid", AlbHeader.Encode(pem + "more"));
        yield return Malformed("text between", "pem_invalid", AlbHeader.Encode(pem + "more\n" + pem));
        yield return Malformed("base64 alone", "pem_invalid", Convert.ToBase64String(leaf.Certificate.RawData));
        yield return Malformed("padding within", "pem_invalid", AlbHeader.Encode(pem.Insert(100, "=")));
        yield return Malformed("one base64 character missing", "pem_invalid", AlbHeader.Encode(pem.Remove(100, 1)));
        yield return Malformed("a private key", "pem_not_certificate", AlbHeader.Encode(leaf.KeyPem));
        yield return Malformed("certificate and private key", "pem_not_certificate", AlbHeader.Encode(pem + leaf.KeyPem));
        yield return Malformed("a revocation list", "pem_not_certificate", AlbHeader.Encode(ca.Root.RevocationList()));
        yield return Malformed("a trusted certificate", "pem_not_certificate",
            AlbHeader.Encode(pem.Replace(" CERTIFICATE", " TRUSTED CERTIFICATE", StringComparison.Ordinal)));

        static ZooCase Malformed(string name, string reason, string value) => Case(name, Verify, value, 400, reason);
    }

    private static IEnumerable<ZooCase> BadDer(ZooAuthorities ca)
    {
        var der = ca.Root.Issue().Certificate.RawData;
        yield return Case("DER cut off", Verify, Pem(der[..^7]), 400, "der_invalid");
        yield return Case("DER with a byte more", Verify, Pem([.. der, 0]), 400, "der_invalid");
        yield return Case("two certificates in one block", Verify, Pem([.. der, .. der]), 400, "der_invalid");
        yield return Case("no DER", Verify, Pem(Encoding.ASCII.GetBytes("not a certificate")), 400, "der_invalid");
        yield return Case("wrong outer length", Verify, Pem(Flip(der, 3)), 400, "der_invalid");
        yield return Case("bit flip in the signature", Verify, Pem(Flip(der, der.Length - 1)), 403, "signature_invalid");
        yield return Case("bit flip in the serial number", Verify, Pem(Flip(der, 20)), 403, "signature_invalid");
    }

    private static IEnumerable<ZooCase> BadHeaders(ZooAuthorities ca)
    {
        var good = AlbHeader.Of(ca.Root.Issue());
        var stranger = AlbHeader.Of(ca.Impostor.Issue());
        const string Header = GatewayEnvironment.Header;
        yield return Case("no header", Verify, [], 403, "certificate_missing");
        yield return Case("empty header", Verify, "", 403, "certificate_missing");
        yield return Case("the load balancer's public name", Verify, [("X-Amzn-Mtls-Clientcert-Leaf", good)], 403, "certificate_missing");
        yield return Case("underscores for dashes", Verify, [(Header.Replace('-', '_'), good)], 403, "certificate_missing");
        yield return Case("repeated, the same", Verify, [(Header, good), (Header, good)], 400, "header_repeated");
        yield return Case("repeated, a stranger first", Verify, [(Header, stranger), (Header, good)], 400, "header_repeated");
        yield return Case("repeated, a stranger last", Verify, [(Header, good), (Header, stranger)], 400, "header_repeated");
        yield return Case("repeated in another spelling", Verify,
            [(Header, good), (Header.ToLowerInvariant(), good)], 400, "header_repeated");
        yield return Case("repeated, the second empty", Verify, [(Header, good), (Header, "")], 400, "header_repeated");
        yield return Case("joined by a comma", Verify, $"{good}, {good}", 400, "encoding_invalid");
        yield return Case("101 other headers", Verify,
            [.. Enumerable.Range(0, 101).Select(index => ($"X-Other-{index}", "1")), (Header, good)], 400, "headers_too_many");
        yield return Case("30,000 bytes", Verify, new string('A', 30_000), 400, "pem_invalid");
        yield return Case("40,000 bytes", Verify, new string('A', 40_000), 431, "");
        yield return Case("20 headers of 10,000 bytes", Verify,
            [.. Enumerable.Range(0, 20).Select(index => ($"X-Other-{index}", new string('a', 10_000))), (Header, good)], 431, "");
    }

    private static ZooCase Case(string name, ZooGateway gateway, string value, int status, string reason) =>
        Case(name, gateway, [(GatewayEnvironment.Header, value)], status, reason);

    private static ZooCase Case(
        string name, ZooGateway gateway, IReadOnlyList<(string, string)> headers, int status, string reason) =>
        new(name, gateway, headers, status, reason);

    private static string Pem(byte[] der) => AlbHeader.Encode(new string(PemEncoding.Write("CERTIFICATE", der)) + "\n");

    private static byte[] Flip(byte[] bytes, int index)
    {
        byte[] copy = [.. bytes];
        copy[index] ^= 1;
        return copy;
    }

    private static string Escaped(string text) => string.Concat(text.Select(character => $"%{(int)character:X2}"));
}
