using System.Security.Cryptography.X509Certificates;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Certificates;

/// <summary>A certificate before it is signed, with the extensions that the tls provider would give it.</summary>
/// <param name="Subject">Whom the certificate names.</param>
/// <param name="Names">Its alternative names.</param>
/// <param name="PublicKey">The key that it vouches for.</param>
/// <param name="Inputs">The resource's arguments: validity, uses and what kind of certificate it is.</param>
internal sealed record CertificateTemplate(X500DistinguishedName Subject, AlternativeNames Names, PublicKey PublicKey, RecordedMap Inputs)
{
    private bool IsCa => Inputs.Boolean("isCaCertificate") ?? false;

    private bool HasSubjectKeyId => IsCa || (Inputs.Boolean("setSubjectKeyId") ?? false);

    /// <summary>Signs with the certificate's own key.</summary>
    public X509Certificate2 SelfSign(PreviewKey key, Validity validity, byte[] serial)
    {
        var subjectKeyId = new X509SubjectKeyIdentifierExtension(PublicKey, critical: false);
        var wantsAuthority = Inputs.Boolean("setAuthorityKeyId") ?? false;
        if (wantsAuthority && !HasSubjectKeyId)
            throw new NotSupportedException("setAuthorityKeyId: a self-signed certificate needs setSubjectKeyId or isCaCertificate as well.");

        return Sign(Subject, wantsAuthority ? subjectKeyId : null, key, validity, serial);
    }

    /// <summary>Signs with a certificate authority's key.</summary>
    public X509Certificate2 Sign(X509Certificate2 authority, PreviewKey key, Validity validity, byte[] serial) =>
        Sign(authority.SubjectName, authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault(), key, validity, serial);

    private X509Certificate2 Sign(
        X500DistinguishedName issuer,
        X509SubjectKeyIdentifierExtension? issuerKeyId,
        PreviewKey key,
        Validity validity,
        byte[] serial)
    {
        var request = new CertificateRequest(Subject, PublicKey, key.Hash);
        foreach (var extension in KeyUses.Encode(Inputs.List("allowedUses").Texts))
            request.CertificateExtensions.Add(extension);

        request.CertificateExtensions.Add(BasicConstraints());
        if (HasSubjectKeyId)
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(PublicKey, critical: false));
        if (issuerKeyId is not null)
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(issuerKeyId));
        if (Names.Encode() is { } names)
            request.CertificateExtensions.Add(names);

        return request.Create(issuer, key.Signer, validity.Start, validity.End, serial);
    }

    // The provider takes a length of 0 for "no limit": Go's X.509 package needs a second flag for a real zero.
    private X509BasicConstraintsExtension BasicConstraints()
    {
        var pathLength = (int)(Inputs.Number("maxPathLength") ?? 0);
        if (pathLength > 0 && !IsCa)
            throw new NotSupportedException("maxPathLength: only a CA certificate can have one.");
        return new(IsCa, hasPathLengthConstraint: pathLength > 0, Math.Max(pathLength, 0), critical: true);
    }
}
