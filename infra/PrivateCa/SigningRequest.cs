using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Configuration;

namespace SecureApi.PrivateCa;

/// <summary>
/// A client's certificate signing request (PKCS#10, RFC 2986), judged: the settings and <c>client inspect</c> ask here, so that what
/// one of them takes the other takes too. What passes can be signed by the tls provider and used with the load balancer.
/// </summary>
public sealed class SigningRequest
{
    private const string Label = "CERTIFICATE REQUEST";
    private const int LongestPem = 8192;
    private const string NewRequest = "openssl req -new -newkey rsa:3072 -sha256 -nodes -subj /CN=NAME -keyout NAME.key -out NAME.csr";

    private static readonly Dictionary<string, string> GoodSignatures = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.5"] = "SHA-1 with RSA",
        ["1.2.840.113549.1.1.11"] = "SHA-256 with RSA",
        ["1.2.840.113549.1.1.12"] = "SHA-384 with RSA",
        ["1.2.840.113549.1.1.13"] = "SHA-512 with RSA",
        ["1.2.840.10045.4.1"] = "SHA-1 with ECDSA",
        ["1.2.840.10045.4.3.2"] = "SHA-256 with ECDSA",
        ["1.2.840.10045.4.3.3"] = "SHA-384 with ECDSA",
        ["1.2.840.10045.4.3.4"] = "SHA-512 with ECDSA",
    };

    private static readonly Dictionary<string, string> OtherSignatures = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.2"] = "MD2 with RSA",
        ["1.2.840.113549.1.1.3"] = "MD4 with RSA",
        ["1.2.840.113549.1.1.4"] = "MD5 with RSA",
        ["1.2.840.113549.1.1.14"] = "SHA-224 with RSA",
        ["1.2.840.10045.4.3.1"] = "SHA-224 with ECDSA",
        ["1.2.840.113549.1.1.10"] = "RSA-PSS",
        ["2.16.840.1.101.3.4.3.14"] = "SHA3-256 with RSA",
        ["2.16.840.1.101.3.4.3.10"] = "SHA3-256 with ECDSA",
    };

    private SigningRequest(byte[] der, X500DistinguishedName subject, ImmutableArray<string> commonNames, ReadOnlySpan<byte> key, string keyDescription)
    {
        Subject = ConfigValue.Printable(subject.Name);
        CommonNames = commonNames;
        KeyDescription = keyDescription;
        KeyFingerprint = Convert.ToBase64String(SHA256.HashData(key));
        CanonicalPem = Pem.Encode(Label, der);
    }

    /// <summary>The subject that the client asked for.</summary>
    public string Subject { get; }

    /// <summary>
    /// The common names in the subject; an empty one stands for a name that the certificate could not have. A request that may be
    /// signed has exactly one.
    /// </summary>
    public ImmutableArray<string> CommonNames { get; }

    /// <summary>The public key for people: <c>RSA 3072</c>, <c>ECDSA P-256</c>.</summary>
    public string KeyDescription { get; }

    /// <summary>SHA-256 of the public key (SubjectPublicKeyInfo) in base64.</summary>
    public string KeyFingerprint { get; }

    /// <summary>The request as the tls provider reads it: the label of RFC 7468, lines of 64 characters, nothing around it.</summary>
    public string CanonicalPem { get; }

    /// <summary>Reads the request of a text, or returns a sentence about what is wrong and how to fix it.</summary>
    public static bool TryRead(string pem, [NotNullWhen(true)] out SigningRequest? request, [NotNullWhen(false)] out string? problem) =>
        TryRead(PemFile.Read(pem), out request, out problem);

    /// <summary>Reads the request of a file, or returns a sentence about what is wrong and how to fix it.</summary>
    public static bool TryRead(ImmutableArray<PemBlock> file, [NotNullWhen(true)] out SigningRequest? request, [NotNullWhen(false)] out string? problem)
    {
        (request, problem) = (null, ProblemOfFile(file));
        if (problem is not null) return false;
        try
        {
            (request, problem) = Judge(file.Single(block => block.IsRequest).Der.ToArray());
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException or NotSupportedException or ArgumentException or OverflowException)
        {
            problem = "a PKCS#10 request whose signature is good: it was damaged or cut; ask the client for it again";
        }

        return request is not null;
    }

    /// <summary>Why the request cannot be registered under a name; null when it can.</summary>
    /// <param name="name">The name; null for the one that the request asks for.</param>
    public string? ProblemOfName(string? name = null)
    {
        // The CA copies the common name, and the gateway goes by it.
        if (CommonNames is not [{ Length: > 0 } asked] || asked != (name ?? asked))
        {
            var wanted = name ?? "NAME";
            return $"a subject whose one common name is {name ?? "the client's name"}, not \"{Subject}\": the client must ask again (openssl req -new -key {wanted}.key -subj /CN={wanted} -out {wanted}.csr), or be registered under the name that it asks for";
        }

        return ClientConfig.IsName(asked) ? null : $"the name of a client ({ClientConfig.NameRule}), not \"{ConfigValue.Printable(asked)}\"";
    }

    private static string? ProblemOfFile(ImmutableArray<PemBlock> file)
    {
        const string Needed = $"PEM text from -----BEGIN {Label}----- to -----END {Label}-----";
        if (file.Any(block => block.IsPrivate))
            return "a certificate signing request, not a private key: take it out of the file and of git's history, and let the client make a new key";
        var requests = file.Count(block => block.IsRequest);
        return requests switch
        {
            0 when file is [{ Label: "", Problem: { } problem }] => $"{Needed}; the text {problem}",
            0 => $"{Needed}; the text holds {string.Join(" and ", file.Select(block => block.Label.Length > 0 ? block.Label : "something else").Distinct(StringComparer.Ordinal))}",
            1 => file.Single(block => block.IsRequest).Problem is { } problem ? $"{Needed}; {problem}" : null,
            _ => $"one request; the text holds {requests}",
        };
    }

    private static (SigningRequest? Request, string? Problem) Judge(byte[] der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var parts = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var body = parts.ReadSequence();
        body.ReadInteger();
        var subject = body.ReadEncodedValue();
        var key = body.ReadEncodedValue();
        var signature = parts.ReadSequence().ReadObjectIdentifier();

        // In this order: a signature of an odd kind comes with a key of that kind, and a key of a million bits is not to be verified with.
        var kind = PublicKeyKind.Of(key);
        var problem = ProblemOfKey(kind) ?? ProblemOfSignature(signature);
        if (problem is not null) return (null, problem);

        // Extensions are read to refuse some of them. The CA copies alternative names alone.
        var loaded = CertificateRequest.LoadSigningRequest(der, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        var (commonNames, problemOfSubject) = ReadSubject(subject);
        problem = ProblemOfExtensions(loaded) ?? problemOfSubject;
        if (problem is not null) return (null, problem);
        var request = new SigningRequest(der, loaded.SubjectName, commonNames, key.Span, kind.Description);
        return request.CanonicalPem.Length <= LongestPem
            ? (request, null)
            : (null, $"a request of at most {LongestPem} characters: its certificate would not fit into the header that the gateway reads; the client must leave parts of the subject or names out");
    }

    private static string? ProblemOfKey(PublicKeyKind kind) =>
        kind.IsAllowed ? null : $"a key of {PublicKeyKind.Allowed}; the request has {kind.Description}: the client must make a new key ({NewRequest})";

    private static string? ProblemOfSignature(string algorithm) => GoodSignatures.ContainsKey(algorithm)
        ? null
        : $"a signature of SHA-256, SHA-384 or SHA-512; the request is signed with {OtherSignatures.GetValueOrDefault(algorithm, algorithm)}: the client must ask again (openssl req -new -key NAME.key -sha256 -subj /CN=NAME -out NAME.csr)";

    /// <summary>The common names, as the CA (Go's encoding/asn1) reads them.</summary>
    private static (ImmutableArray<string> CommonNames, string? Problem) ReadSubject(ReadOnlyMemory<byte> subject)
    {
        const string CommonName = "2.5.4.3";
        var names = ImmutableArray.CreateBuilder<string>();
        for (var parts = new AsnReader(subject, AsnEncodingRules.DER).ReadSequence(); parts.HasData;)
        {
            var count = 0;
            for (var part = parts.ReadSetOf(skipSortOrderValidation: true); part.HasData; count++)
            {
                var attribute = part.ReadSequence();
                var isName = attribute.ReadObjectIdentifier() == CommonName;
                var text = Text(attribute, out var problem);
                if (problem is not null) return ([], problem);

                // The CA would write the elements of one part as parts of their own: another name than the client asked for.
                if (isName) names.Add(count > 0 || part.HasData ? "" : text ?? "");
            }
        }

        return (names.ToImmutable(), null);
    }

    // Types that Go does not know are left out of the certificate; it refuses characters that a type does not have.
    private static string? Text(AsnReader attribute, out string? problem)
    {
        problem = null;
        var type = (UniversalTagNumber)attribute.PeekTag().TagValue;
        if (type is not (UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String or UniversalTagNumber.BMPString or UniversalTagNumber.T61String or UniversalTagNumber.NumericString)) return null;
        try
        {
            return attribute.ReadCharacterString(type);
        }
        catch (AsnContentException)
        {
            problem = $"a subject of plain text; a part of it has characters that its type ({type}) does not have: the client must make the request with UTF-8 (openssl req -utf8)";
            return null;
        }
    }

    private static string? ProblemOfExtensions(CertificateRequest request)
    {
        var asksForCa = request.CertificateExtensions.Any(extension => extension switch
        {
            X509BasicConstraintsExtension constraints => constraints.CertificateAuthority,
            X509KeyUsageExtension usage => (usage.KeyUsages & (X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign)) != 0,
            _ => false,
        });
        if (asksForCa) return "a request for a client's certificate: this one asks for a CA's; the client must make it without CA extensions";
        return request.CertificateExtensions.FirstOrDefault(extension => extension.Oid?.Value == "2.5.29.17") is { } names && !AreReadable(names.RawData)
            ? "a request without alternative names, or with readable ones: the CA copies DNS names, IP addresses and URIs, and could not read these"
            : null;
    }

    /// <summary>Alternative names (RFC 5280, section 4.2.1.6) that the CA can copy.</summary>
    private static bool AreReadable(byte[] extension)
    {
        for (var names = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence(); names.HasData;)
        {
            var tag = names.PeekTag();
            if (tag.TagClass != TagClass.ContextSpecific) return false;
            switch (tag.TagValue)
            {
                case 2:
                    if (names.ReadCharacterString(UniversalTagNumber.IA5String, tag).Length == 0) return false;
                    break;
                case 6:
                    if (!Uri.TryCreate(names.ReadCharacterString(UniversalTagNumber.IA5String, tag), UriKind.Absolute, out _)) return false;
                    break;
                case 7:
                    if (names.ReadOctetString(tag).Length is not (4 or 16)) return false;
                    break;
                default:
                    names.ReadEncodedValue();
                    break;
            }
        }

        return true;
    }
}
