using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.PrivateCa;

/// <summary>A client's certificate signing request (PKCS#10, RFC 2986), validated.</summary>
public sealed class SigningRequest
{
    private readonly X500DistinguishedName _subject;

    private SigningRequest(CertificateRequest request, string keyDescription)
    {
        _subject = request.SubjectName;
        CommonNames = CommonNamesOf(request.SubjectName);
        KeyDescription = keyDescription;
        KeyFingerprint = Convert.ToBase64String(SHA256.HashData(request.PublicKey.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>The subject that the client asked for, which its certificate will have.</summary>
    public string Subject => _subject.Name;

    /// <summary>The common names in the subject. A request that may be signed has exactly one.</summary>
    public ImmutableArray<string> CommonNames { get; }

    /// <summary>The public key for people: <c>RSA 3072</c>, <c>ECDSA P-256</c>.</summary>
    public string KeyDescription { get; }

    /// <summary>SHA-256 of the public key (SubjectPublicKeyInfo) in base64.</summary>
    public string KeyFingerprint { get; }

    /// <summary>Reads a request, or returns a sentence about what is wrong and how to fix it.</summary>
    public static bool TryRead(string pem, [NotNullWhen(true)] out SigningRequest? request, [NotNullWhen(false)] out string? problem)
    {
        request = null;
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            problem = "a certificate signing request, not a private key: take it out of the file and of git's history, and let the client make a new key";
            return false;
        }

        if (!TryDecode(pem, out var der))
        {
            problem = "PEM text from -----BEGIN CERTIFICATE REQUEST----- to -----END CERTIFICATE REQUEST-----";
            return false;
        }

        CertificateRequest loaded;
        try
        {
            // Extensions are read to refuse some of them; the CA copies none.
            loaded = CertificateRequest.LoadSigningRequest(der, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        }
        catch (CryptographicException)
        {
            problem = "a PKCS#10 request whose signature is good: it was damaged or cut; ask the client for it again";
            return false;
        }

        problem = ProblemOfKey(loaded.PublicKey, out var keyDescription) ?? ProblemOfExtensions(loaded);
        if (problem is not null) return false;
        request = new SigningRequest(loaded, keyDescription);
        return true;
    }

    private static ImmutableArray<string> CommonNamesOf(X500DistinguishedName subject)
    {
        const string CommonName = "2.5.4.3";
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var part in subject.EnumerateRelativeDistinguishedNames())
        {
            // A part of several elements cannot be read one by one here; it counts as a name that matches nothing.
            if (part.HasMultipleElements) names.Add("");
            else if (part.GetSingleElementType().Value == CommonName) names.Add(part.GetSingleElementValue() ?? "");
        }

        return names.ToImmutable();
    }

    // .NET's reader of PEM is not compiled ahead of time; this is the strict form of RFC 7468, section 7.
    private static bool TryDecode(string pem, [NotNullWhen(true)] out byte[]? der)
    {
        const string Begin = "-----BEGIN CERTIFICATE REQUEST-----";
        const string End = "-----END CERTIFICATE REQUEST-----";
        der = null;
        var text = pem.Trim();
        if (!text.StartsWith(Begin, StringComparison.Ordinal) || !text.EndsWith(End, StringComparison.Ordinal)) return false;
        try
        {
            der = Convert.FromBase64String(text[Begin.Length..^End.Length]);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string? ProblemOfKey(PublicKey key, out string description)
    {
        using var rsa = key.GetRSAPublicKey();
        using var ecdsa = key.GetECDsaPublicKey();
        var curve = ecdsa?.ExportParameters(includePrivateParameters: false).Curve.Oid.Value;
        description = (rsa?.KeySize, curve) switch
        {
            ({ } bits, _) => $"RSA {bits}",
            (_, "1.2.840.10045.3.1.7") => "ECDSA P-256",
            (_, "1.3.132.0.34") => "ECDSA P-384",
            _ => "another key",
        };
        return rsa?.KeySize >= 2048 || (ecdsa is not null && description != "another key")
            ? null
            : $"a key of RSA with at least 2048 bits, ECDSA P-256 or ECDSA P-384; the request has {description}: the client must make a new key";
    }

    private static string? ProblemOfExtensions(CertificateRequest request)
    {
        var asksForCa = request.CertificateExtensions.Any(extension => extension switch
        {
            X509BasicConstraintsExtension constraints => constraints.CertificateAuthority,
            X509KeyUsageExtension usage => (usage.KeyUsages & (X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign)) != 0,
            _ => false,
        });
        return asksForCa ? "a request for a client's certificate: this one asks for a CA's; the client must make it without CA extensions" : null;
    }
}
