using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SecureApi.Tests.Cli.Clients;

/// <summary>A file as a partner may send it: made here, byte by byte where .NET would not make it.</summary>
/// <param name="Name">What is odd about it.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Says">What the verdict says; null for a file that can be registered.</param>
public sealed record PartnerFile(string Name, byte[] Content, string? Says)
{
    private const string Label = "CERTIFICATE REQUEST";
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";
    private const string Md5WithRsa = "1.2.840.113549.1.1.4";
    private const string Sha256WithRsa = "1.2.840.113549.1.1.11";
    private const string Sha256WithEcdsa = "1.2.840.10045.4.3.2";

    // Slow to make: a key for each kind of file, whatever the name.
    private static readonly ConcurrentDictionary<string, RSA> RsaKeys = new();

    /// <summary>Files that can be registered as acme.</summary>
    public static IEnumerable<PartnerFile> Good => GoodFor("acme");

    /// <summary>Files that cannot be registered, each for one reason.</summary>
    public static IReadOnlyList<PartnerFile> Bad { get; } = [.. MakeBad()];

    /// <summary>The text that a person would paste; null for a binary file.</summary>
    public string? Text => Content switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(Content, 2, Content.Length - 2),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(Content, 2, Content.Length - 2),
        [_, 0, ..] => Encoding.Unicode.GetString(Content),
        [] or [0x30, >= 0x80, ..] or [0xFE, 0xED, ..] => null,
        _ => Encoding.UTF8.GetString(Content),
    };

    /// <summary>Files that can be registered under a name, each with a key of its own.</summary>
    public static IEnumerable<PartnerFile> GoodFor(string name)
    {
        string Pem() => Ecdsa(ECCurve.NamedCurves.nistP256, $"CN={name}");

        yield return Of("OpenSSL", Pem());
        yield return Of("keytool, certreq, GnuTLS: NEW", Pem().Replace("BEGIN ", "BEGIN NEW ", StringComparison.Ordinal).Replace("END ", "END NEW ", StringComparison.Ordinal));
        yield return Of("req -text: text before", $"Certificate Request:\n    Data:\n        Version: 1 (0x0)\n        Subject: CN = {name}\n        00:a1:b2\n{Pem()}");
        yield return Of("text after", $"{Pem()}\n-- \nKind regards,\nThe team of Acme\n");
        yield return Of("bag attributes", $"Bag Attributes\n    localKeyID: 01 02\nsubject=CN = {name}\n{Pem()}");
        yield return Of("CRLF", Pem().Replace("\n", "\r\n", StringComparison.Ordinal));
        yield return Of("CR", Pem().Replace('\n', '\r'));
        yield return Of("spaces at the ends of lines", Pem().Replace("\n", "  \n", StringComparison.Ordinal));
        yield return Of("indented", $"    {Pem().Replace("\n", "\n    ", StringComparison.Ordinal)}");
        yield return Of("empty lines", Pem().Replace("\n", "\n\n", StringComparison.Ordinal));
        yield return Of("one line", Pem().Replace('\n', ' '));
        yield return Of("lines of 76", Wrapped(Pem(), 76));
        yield return Of("no line end", Pem().TrimEnd());
        yield return Of("invisible characters", Pem().Replace("\n", "\u200b\n\u00a0", StringComparison.Ordinal));
        yield return Of("headers of RFC 1421", Pem().Replace("REQUEST-----\nM", "REQUEST-----\nComment: made by hand\n\nM", StringComparison.Ordinal));
        yield return new PartnerFile("UTF-8 with BOM", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Pem())], null);
        yield return new PartnerFile("UTF-16 little-endian (PowerShell >)", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Pem())], null);
        yield return new PartnerFile("UTF-16 big-endian", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Pem())], null);
        yield return new PartnerFile("UTF-16 without BOM", Encoding.Unicode.GetBytes(Pem()), null);
        yield return new PartnerFile("DER", Der(Pem()), null);
        yield return Of("a certificate beside it", $"{Certificate()}{Pem()}");
        yield return Of("P-384", Ecdsa(ECCurve.NamedCurves.nistP384, $"CN={name}"));
        yield return Of("P-521", Ecdsa(ECCurve.NamedCurves.nistP521, $"CN={name}"));
        yield return Of("RSA 2048", Rsa(2048, $"CN={name}", HashAlgorithmName.SHA256));
        yield return Of("RSA 4096, SHA-512", Rsa(4096, $"CN={name}", HashAlgorithmName.SHA512));
        yield return Of("SHA-1", Sha1(name));
        yield return Of("country, organization and e-mail address", Ecdsa(ECCurve.NamedCurves.nistP256, $"C=IE, O=\"Acme, Ltd\", CN={name}, E=webhooks@acme.example"));
        yield return Of("an umlaut", Ecdsa(ECCurve.NamedCurves.nistP256, $"O=Müller, CN={name}"));
        yield return Of("many parts", Signed(Subject([.. Enumerable.Range(0, 30).Select(i => new[] { ("2.5.4.11", UniversalTagNumber.UTF8String, $"unit {i}") }), [(CommonName, UniversalTagNumber.UTF8String, name)]])));
        yield return Of("a part of two elements beside the common name", Signed(Subject(
            [(Organization, UniversalTagNumber.UTF8String, "Acme"), ("2.5.4.11", UniversalTagNumber.UTF8String, "Ops")], [(CommonName, UniversalTagNumber.PrintableString, name)])));
        foreach (var type in new[] { UniversalTagNumber.UTF8String, UniversalTagNumber.PrintableString, UniversalTagNumber.IA5String, UniversalTagNumber.BMPString, UniversalTagNumber.T61String })
            yield return Of($"a common name as {type}", Signed(Subject([(CommonName, type, name)])));
        yield return Of("a part of a type that the CA leaves out", Signed(Subject([[("2.5.4.11", UniversalTagNumber.VisibleString, "Ops")], [(CommonName, UniversalTagNumber.UTF8String, name)]])));
        yield return Of("alternative names", Ecdsa(ECCurve.NamedCurves.nistP256, $"CN={name}", Alternative()));
        yield return Of("the uses of a client", Ecdsa(ECCurve.NamedCurves.nistP256, $"CN={name}", new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true), new X509BasicConstraintsExtension(false, false, 0, true), new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false)));
        yield return Of("a challenge password and Windows's attributes", WithAttributes(name));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static IEnumerable<PartnerFile> MakeBad()
    {
        var good = Ecdsa(ECCurve.NamedCurves.nistP256, "CN=acme");
        var lines = good.TrimEnd().Split('\n');
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var acme = Subject([(CommonName, UniversalTagNumber.UTF8String, "acme")]);

        // Keys
        foreach (var (oid, name) in new[] { ("1.3.101.112", "Ed25519"), ("1.3.101.113", "Ed448"), ("1.3.101.110", "X25519"), ("2.16.840.1.101.3.4.3.17", "ML-DSA-44"), ("1.2.643.7.1.1.1.1", "GOST"), ("1.2.3.4", "an unknown algorithm (1.2.3.4)") })
            yield return Of($"a key of {name}", Request(acme, KeyInfo(oid, null, new byte[32]), oid, new byte[64]), name);
        yield return Of("a key of DSA", Request(acme, KeyInfo("1.2.840.10040.4.1", Sequence(writer => Integers(writer, 23, 11, 4)), Integer(8)), "2.16.840.1.101.3.4.3.2", new byte[40]), "the request has DSA");
        yield return Of("a key for RSA-PSS", Request(acme, KeyInfo("1.2.840.113549.1.1.10", null, RsaKey(2048, 65537)), "1.2.840.113549.1.1.10", new byte[256]), "rsassaPss");
        yield return Of("RSA 1024", Rsa(1024, "CN=acme", HashAlgorithmName.SHA256), "the request has RSA 1024");
        yield return Of("RSA 8193", Request(acme, KeyInfo("1.2.840.113549.1.1.1", Null, RsaKey(8193, 65537)), Sha256WithRsa, new byte[1025]), "the request has RSA 8193");
        yield return Of("RSA with the exponent 1", Request(acme, KeyInfo("1.2.840.113549.1.1.1", Null, RsaKey(2048, 1)), Sha256WithRsa, new byte[256]), "an unusable exponent");
        yield return Of("RSA with an even exponent", Request(acme, KeyInfo("1.2.840.113549.1.1.1", Null, RsaKey(2048, 65536)), Sha256WithRsa, new byte[256]), "an unusable exponent");
        foreach (var (oid, name, size) in new[] { ("1.3.132.0.10", "secp256k1", 32), ("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1", 32), ("1.3.132.0.33", "P-224", 28), ("1.3.132.0.1", "an unknown curve (1.3.132.0.1)", 21) })
            yield return Of($"ECDSA on {name}", Request(acme, KeyInfo("1.2.840.10045.2.1", Oid(oid), [4, .. new byte[2 * size]]), Sha256WithEcdsa, new byte[70]), name);
        yield return Of("a curve by its parameters", Request(acme, KeyInfo("1.2.840.10045.2.1", Sequence(writer => writer.WriteInteger(1)), [4, .. new byte[64]]), Sha256WithEcdsa, new byte[70]), "the curve's parameters in place of its name");
        yield return Of("a compressed point", Request(acme, KeyInfo("1.2.840.10045.2.1", Oid("1.2.840.10045.3.1.7"), [2, .. new byte[32]]), Sha256WithEcdsa, new byte[70]), "a compressed point");

        // Signatures
        foreach (var (oid, name) in new[] { (Md5WithRsa, "MD5 with RSA"), ("1.2.840.113549.1.1.14", "SHA-224 with RSA"), ("1.2.840.113549.1.1.10", "RSA-PSS"), ("1.2.3.4", "1.2.3.4") })
            yield return Of($"signed with {name}", Request(acme, KeyInfo("1.2.840.113549.1.1.1", Null, RsaKey(2048, 65537)), oid, new byte[256]), $"the request is signed with {name}");
        yield return Of("a signature of another key", Request(acme, key.ExportSubjectPublicKeyInfo(), Sha256WithEcdsa, new byte[70]), "whose signature is good");
        yield return Of("a signature of another kind", Request(acme, key.ExportSubjectPublicKeyInfo(), Sha256WithRsa, new byte[70]), "whose signature is good");

        // Names
        yield return Of("an element beside the common name", Signed(Subject([(CommonName, UniversalTagNumber.UTF8String, "acme"), ("2.5.4.11", UniversalTagNumber.UTF8String, "x")])), "a subject whose one common name is");
        yield return Of("capitals", Ecdsa(ECCurve.NamedCurves.nistP256, "CN=ACME"), "CN=ACME");
        yield return Of("no common name", Ecdsa(ECCurve.NamedCurves.nistP256, "O=Acme"), "not \"O=Acme\"");
        yield return Of("no subject", Signed(Subject()), "a subject whose one common name is");
        yield return Of("two common names", Ecdsa(ECCurve.NamedCurves.nistP256, "CN=acme, CN=beta"), "a subject whose one common name is");
        yield return Of("a common name as UniversalString", Signed(WithUniversalString("acme")), "a subject whose one common name is");
        yield return Of("an underscore in PrintableString", Signed(WithRawText(19, "acme_1"u8)), "characters that its type (PrintableString) does not have");
        yield return Of("control codes in the subject", Signed(Subject([(CommonName, UniversalTagNumber.UTF8String, "acme\u001b[2J")])), "a subject whose one common name is");

        // Extensions
        yield return Of("a CA's request", Ecdsa(ECCurve.NamedCurves.nistP256, "CN=acme", new X509BasicConstraintsExtension(true, false, 0, true)), "asks for a CA's");
        yield return Of("signing of certificates", Ecdsa(ECCurve.NamedCurves.nistP256, "CN=acme", new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true)), "asks for a CA's");
        yield return Of("an IP address of five bytes", Ecdsa(ECCurve.NamedCurves.nistP256, "CN=acme", new X509Extension("2.5.29.17", [0x30, 7, 0x87, 5, 1, 2, 3, 4, 5], false)), "alternative names");
        yield return Of("alternative names that are none", Ecdsa(ECCurve.NamedCurves.nistP256, "CN=acme", new X509Extension("2.5.29.17", [0x30, 0x85], false)), "whose signature is good");
        yield return Of("too long", Ecdsa(ECCurve.NamedCurves.nistP256, "CN=acme", new X509Extension("1.2.3.4", new byte[7000], false)), "at most 8192 characters");

        // Damage
        yield return Of("cut in the middle", string.Join('\n', lines[..3]), "the line -----END CERTIFICATE REQUEST----- is missing");
        yield return Of("cut, and another after it", string.Join('\n', [.. lines[..3], Certificate()]), "the line -----END CERTIFICATE REQUEST----- is missing");
        yield return Of("without BEGIN", string.Join('\n', lines[1..]), "the line -----BEGIN …----- is missing");
        yield return Of("BEGIN of one, END of another", good.Replace("END ", "END NEW ", StringComparison.Ordinal), "is missing");
        yield return Of("a line less", string.Join('\n', [.. lines[..2], .. lines[3..]]), "whose signature is good");
        yield return Of("a character less", good.Remove(60, 1), "its base64 does not decode");
        yield return Of("nothing inside", $"{lines[0]}\n{lines[^1]}\n", "its base64 does not decode");
        yield return Of("quoted by a mail program", good.Replace("\n", "\n> ", StringComparison.Ordinal), "not base64: U+003E");
        yield return Of("\\n in place of line breaks", good.Replace("\n", "\\n", StringComparison.Ordinal), "written out as \\n");
        yield return Of("dashes of a word processor", good.Replace("-----", "\u2014\u2014-", StringComparison.Ordinal), "lost some of its hyphens");
        yield return Of("base64 alone", string.Join('\n', lines[1..^1]), "base64 without the lines");
        yield return Of("bytes after the request", Armor([.. Der(good), 0]), "whose signature is good");
        yield return Of("indefinite lengths", Armor([0x30, 0x80, .. Der(good)[2..], 0, 0]), "whose signature is good");

        // Something else
        yield return Of("nothing", "", "is empty");
        yield return Of("a web page", "<!doctype html><title>Sign in</title>", "JSON or a web page");
        yield return Of("a key for SSH", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@host", "a key for SSH");
        yield return Of("a certificate", Certificate(), "the text holds CERTIFICATE");
        yield return Of("a public key", key.ExportSubjectPublicKeyInfoPem(), "the text holds PUBLIC KEY");
        yield return Of("a bundle", "-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n", "the text holds PKCS7");
        yield return Of("two requests", $"{good}{Ecdsa(ECCurve.NamedCurves.nistP256, "CN=acme")}", "one request; the text holds 2");
        yield return Of("a private key", key.ExportPkcs8PrivateKeyPem(), "not a private key");
        yield return Of("a private key and the request", $"{key.ExportECPrivateKeyPem()}\n{good}", "not a private key");
        yield return Of("an encrypted private key", key.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)), "not a private key");
        yield return Of("an encrypted private key of old", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n", "not a private key");
        yield return Of("a private key for SSH", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", "not a private key");
        yield return Of("a private key of PuTTY", "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n", "not a private key");
        yield return Of("a private key that was cut", string.Join('\n', key.ExportPkcs8PrivateKeyPem().Split('\n')[..2]), "not a private key");
        yield return new PartnerFile("a private key in DER", ExportRsa(), "private key");
        yield return new PartnerFile("PKCS#12", Pkcs12(), "container");
        yield return new PartnerFile("a Java keystore", [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2], "container");
        yield return new PartnerFile("a certificate in DER", Der(Certificate(), "CERTIFICATE"), "A certificate");
        yield return new PartnerFile("DER that was cut", Der(good)[..60], "A block");
    }

    private static PartnerFile Of(string name, string text, string? says = null) => new(name, Encoding.UTF8.GetBytes(text), says);

    private static string Ecdsa(ECCurve curve, string subject, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(curve);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions) request.CertificateExtensions.Add(extension);
        return $"{request.CreateSigningRequestPem()}\n";
    }

    private static string Rsa(int bits, string subject, HashAlgorithmName hash) =>
        $"{new CertificateRequest(subject, RsaKeys.GetOrAdd($"{bits} {hash}", _ => RSA.Create(bits)), hash, RSASignaturePadding.Pkcs1).CreateSigningRequestPem()}\n";

    // A request proves who has the key; the certificate is signed by the CA, with SHA-256.
    private static string Sha1(string name)
    {
        var key = RsaKeys.GetOrAdd("SHA-1", _ => RSA.Create(2048));
        return Request(
            Subject([(CommonName, UniversalTagNumber.UTF8String, name)]), key.ExportSubjectPublicKeyInfo(), "1.2.840.113549.1.1.5",
            body => key.SignData(body, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1));
    }

    private static string Signed(byte[] subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return $"{new CertificateRequest(new X500DistinguishedName(subject), key, HashAlgorithmName.SHA256).CreateSigningRequestPem()}\n";
    }

    private static string WithAttributes(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.OtherRequestAttributes.Add(new AsnEncodedData("1.2.840.113549.1.9.7", [0x0C, 6, .. "secret"u8]));
        request.OtherRequestAttributes.Add(new AsnEncodedData("1.3.6.1.4.1.311.13.2.3", [0x16, 4, .. "10.0"u8]));
        return $"{request.CreateSigningRequestPem()}\n";
    }

    private static X509Extension Alternative()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("hooks.acme.example");
        names.AddIpAddress(System.Net.IPAddress.Parse("2001:db8::1"));
        names.AddUri(new Uri("spiffe://acme.example/hooks"));
        names.AddEmailAddress("hooks@acme.example");
        names.AddUserPrincipalName("hooks@acme.example");
        return names.Build();
    }

    private static string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=acme", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return $"{certificate.ExportCertificatePem()}\n";
    }

    private static byte[] ExportRsa()
    {
        using var key = RSA.Create(1024);
        return key.ExportRSAPrivateKey();
    }

    private static byte[] Pkcs12()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=acme", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return certificate.Export(X509ContentType.Pkcs12);
    }

    private static string Request(byte[] subject, byte[] key, string signature, byte[] value) => Request(subject, key, signature, _ => value);

    private static string Request(byte[] subject, byte[] key, string signature, Func<byte[], byte[]> sign)
    {
        var body = Sequence(request =>
        {
            request.WriteInteger(0);
            request.WriteEncodedValue(subject);
            request.WriteEncodedValue(key);
            using (request.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
            }
        });
        return Armor(Sequence(request =>
        {
            request.WriteEncodedValue(body);
            using (request.PushSequence())
            {
                request.WriteObjectIdentifier(signature);
                request.WriteNull();
            }

            request.WriteBitString(sign(body));
        }));
    }

    private static byte[] KeyInfo(string oid, byte[]? parameters, byte[] key) => Sequence(info =>
    {
        using (info.PushSequence())
        {
            info.WriteObjectIdentifier(oid);
            if (parameters is not null) info.WriteEncodedValue(parameters);
        }

        info.WriteBitString(key);
    });

    private static byte[] RsaKey(int bits, int exponent) => Sequence(writer =>
    {
        var modulus = new byte[(bits + 7) / 8];
        modulus[0] = (byte)(1 << ((bits - 1) % 8));
        modulus[^1] = 1;
        writer.WriteIntegerUnsigned(modulus);
        writer.WriteInteger(exponent);
    });

    private static byte[] Subject(params (string Oid, UniversalTagNumber Type, string Text)[][] parts) => Sequence(subject =>
    {
        foreach (var part in parts)
        {
            using var set = subject.PushSetOf();
            foreach (var (oid, type, text) in part)
            {
                using var pair = subject.PushSequence();
                subject.WriteObjectIdentifier(oid);
                subject.WriteCharacterString(type, text);
            }
        }
    });

    private static byte[] WithUniversalString(string text) => WithRawText(28, Encoding.GetEncoding("utf-32BE").GetBytes(text));

    private static byte[] WithRawText(byte tag, ReadOnlySpan<byte> text)
    {
        byte[] value = [tag, (byte)text.Length, .. text];
        return Sequence(subject =>
        {
            using var set = subject.PushSetOf();
            using var pair = subject.PushSequence();
            subject.WriteObjectIdentifier(CommonName);
            subject.WriteEncodedValue(value);
        });
    }

    private static byte[] Null => [5, 0];

    private static byte[] Oid(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }

    private static byte[] Integer(int number) => [2, 1, (byte)number];

    private static void Integers(AsnWriter writer, params int[] numbers)
    {
        foreach (var number in numbers) writer.WriteInteger(number);
    }

    private static byte[] Sequence(Action<AsnWriter> content)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence()) content(writer);
        return writer.Encode();
    }

    private static string Armor(byte[] der) => $"{PemEncoding.WriteString(Label, der)}\n";

    private static byte[] Der(string pem, string label = Label) =>
        Convert.FromBase64String(pem.Replace($"-----BEGIN {label}-----", "", StringComparison.Ordinal).Replace($"-----END {label}-----", "", StringComparison.Ordinal));

    private static string Wrapped(string pem, int width)
    {
        var base64 = Convert.ToBase64String(Der(pem));
        return $"-----BEGIN {Label}-----\n{string.Join('\n', base64.Chunk(width).Select(line => new string(line)))}\n-----END {Label}-----\n";
    }
}
