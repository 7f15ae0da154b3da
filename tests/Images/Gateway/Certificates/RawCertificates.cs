using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.Tests.Images.Gateway.Certificates;

/// <summary>Certificates and extensions that .NET's own classes do not make, written as ASN.1 (RFC 5280).</summary>
public static class RawCertificates
{
    /// <summary>A client certificate of version 1: no version field and no extensions.</summary>
    public static byte[] Version1(TestAuthority issuer, string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var generator = Keys.Generator(issuer.Credential.Key);
        var algorithm = generator.GetSignatureAlgorithmIdentifier(HashAlgorithmName.SHA256);
        var body = new AsnWriter(AsnEncodingRules.DER);
        using (body.PushSequence())
        {
            body.WriteInteger(0x4711);
            body.WriteEncodedValue(algorithm);
            body.WriteEncodedValue(issuer.Certificate.SubjectName.RawData);
            using (body.PushSequence())
            {
                body.WriteUtcTime(DateTimeOffset.UtcNow.AddMinutes(-5));
                body.WriteUtcTime(DateTimeOffset.UtcNow.AddDays(30));
            }
            body.WriteEncodedValue(new X500DistinguishedName(subject).RawData);
            body.WriteEncodedValue(key.ExportSubjectPublicKeyInfo());
        }
        var signed = body.Encode();
        var certificate = new AsnWriter(AsnEncodingRules.DER);
        using (certificate.PushSequence())
        {
            certificate.WriteEncodedValue(signed);
            certificate.WriteEncodedValue(algorithm);
            certificate.WriteBitString(generator.SignData(signed, HashAlgorithmName.SHA256));
        }
        return certificate.Encode();
    }

    /// <summary>Name constraints that permit the names below one domain only (RFC 5280, section 4.2.1.10).</summary>
    public static X509Extension PermittedDomain(string domain)
    {
        var constraints = new AsnWriter(AsnEncodingRules.DER);
        using (constraints.PushSequence())
        using (constraints.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        using (constraints.PushSequence())
            constraints.WriteCharacterString(UniversalTagNumber.IA5String, domain, new Asn1Tag(TagClass.ContextSpecific, 2));
        return new X509Extension("2.5.29.30", constraints.Encode(), true);
    }

    /// <summary>Subject alternative names: so many DNS names below a domain.</summary>
    public static X509Extension AlternativeNames(string domain, int count)
    {
        var builder = new SubjectAlternativeNameBuilder();
        for (var index = 0; index < count; index++) builder.AddDnsName($"host-{index}.{domain}");
        return builder.Build();
    }
}
