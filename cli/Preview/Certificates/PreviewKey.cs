using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>A private key of the tls provider, as the preview computes it.</summary>
internal abstract class PreviewKey
{
    /// <summary>The tls provider's name of the algorithm: RSA or ECDSA.</summary>
    public abstract string Algorithm { get; }

    /// <summary>The public half.</summary>
    public abstract PublicKey PublicKey { get; }

    /// <summary>The hash that signatures by this key use.</summary>
    public abstract HashAlgorithmName Hash { get; }

    /// <summary>Signs certificates and requests; deterministic.</summary>
    public abstract X509SignatureGenerator Signer { get; }

    /// <summary>PKCS#1 for RSA, SEC 1 for ECDSA, in PEM.</summary>
    public abstract string PrivatePem { get; }

    /// <summary>PKCS#8 in PEM.</summary>
    public abstract string Pkcs8Pem { get; }

    /// <summary>The public key as an OpenSSH wire blob (RFC 4253, section 6.6; RFC 5656, section 3.1).</summary>
    public abstract OpenSshPublicKey OpenSsh { get; }

    /// <summary>The private key in <paramref name="pem"/>: PKCS#1, SEC 1 or PKCS#8.</summary>
    /// <exception cref="CryptographicException">There is no private key in the text, or none of a known kind.</exception>
    public static PreviewKey FromPem(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields))
            throw new CryptographicException("A private key in PEM was expected.");

        var der = Convert.FromBase64String(pem[fields.Base64Data]);
        return pem[fields.Label] switch
        {
            "RSA PRIVATE KEY" => RsaPreviewKey.Import(rsa => rsa.ImportRSAPrivateKey(der, out _)),
            "EC PRIVATE KEY" => EcdsaPreviewKey.Import(ecdsa => ecdsa.ImportECPrivateKey(der, out _)),
            "PRIVATE KEY" => FromPkcs8(der),
            var label => throw new CryptographicException($"A private key in PEM was expected, not \"{label}\"."),
        };
    }

    private static PreviewKey FromPkcs8(byte[] der)
    {
        var info = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        info.ReadInteger();
        return info.ReadSequence().ReadObjectIdentifier() == "1.2.840.113549.1.1.1"
            ? RsaPreviewKey.Import(rsa => rsa.ImportPkcs8PrivateKey(der, out _))
            : EcdsaPreviewKey.Import(ecdsa => ecdsa.ImportPkcs8PrivateKey(der, out _));
    }
}
