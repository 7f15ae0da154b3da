using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureApi.Tests.Images.Gateway.Certificates;

/// <summary>A certificate authority that issues whatever it is told to, and revokes.</summary>
public sealed class TestAuthority
{
    private readonly List<(byte[] Serial, DateTimeOffset Time)> revoked = [];

    private TestAuthority(Credential credential) => Credential = credential;

    public Credential Credential { get; }

    public X509Certificate2 Certificate => Credential.Certificate;

    public string Pem => Credential.CertificatePem;

    /// <summary>A self-signed authority.</summary>
    public static TestAuthority Root(string commonName = "Test root", Func<AsymmetricAlgorithm>? key = null) =>
        Root(CertificateProfile.Authority(commonName) with { Key = key ?? Keys.P256 });

    /// <summary>A self-signed certificate of any profile.</summary>
    public static TestAuthority Root(CertificateProfile profile)
    {
        var key = profile.Key();
        return new TestAuthority(new Credential(Create(profile, key, null, key), key));
    }

    /// <summary>An authority below this one.</summary>
    public TestAuthority Intermediate(string commonName) => Intermediate(CertificateProfile.Authority(commonName));

    /// <summary>An authority of any profile below this one.</summary>
    public TestAuthority Intermediate(CertificateProfile profile) => new(Issue(profile));

    /// <summary>A certificate of a good client, or of any profile.</summary>
    public Credential Issue(CertificateProfile? profile = null)
    {
        profile ??= new CertificateProfile();
        var key = profile.Key();
        return new Credential(Create(profile, key, this, Credential.Key), key);
    }

    /// <summary>Puts a certificate on the lists that are made from now on.</summary>
    public void Revoke(X509Certificate2 certificate) =>
        revoked.Add((certificate.SerialNumberBytes.ToArray(), DateTimeOffset.UtcNow.AddMinutes(-1)));

    /// <summary>A revocation list in PEM, good for a day unless told otherwise, with so many entries of no one on top.</summary>
    public string RevocationList(DateTimeOffset? nextUpdate = null, DateTimeOffset? thisUpdate = null, int padding = 0)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var (serial, time) in revoked) builder.AddEntry(serial, time);
        for (var index = 0; index < padding; index++)
            builder.AddEntry(Serial(16), DateTimeOffset.UtcNow.AddDays(-1));
        var from = thisUpdate ?? DateTimeOffset.UtcNow.AddMinutes(-5);
        var der = builder.Build(
            Certificate.SubjectName, Keys.Generator(Credential.Key), BigInteger.One, nextUpdate ?? DateTimeOffset.UtcNow.AddDays(1),
            HashAlgorithmName.SHA256, X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false), from);
        return new string(PemEncoding.Write("X509 CRL", der)) + "\n";
    }

    private static X509Certificate2 Create(
        CertificateProfile profile, AsymmetricAlgorithm key, TestAuthority? issuer, AsymmetricAlgorithm issuerKey)
    {
        var request = new CertificateRequest(new X500DistinguishedName(profile.Subject), Keys.Public(key), profile.Hash);
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(
            profile.IsAuthority, profile.PathLength is not null, profile.PathLength ?? 0, true));
        if (profile.KeyUsage is { } usage) extensions.Add(new X509KeyUsageExtension(usage, true));
        if (profile.ExtendedKeyUsage.Count > 0)
            extensions.Add(new X509EnhancedKeyUsageExtension([.. profile.ExtendedKeyUsage.Select(oid => new Oid(oid))], false));
        var subjectKey = profile.SubjectKeyOf?.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Single()
            ?? new X509SubjectKeyIdentifierExtension(request.PublicKey, false);
        extensions.Add(subjectKey);
        extensions.Add(issuer is null
            ? X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(subjectKey)
            : X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer.Certificate, true, false));
        foreach (var extension in profile.Extensions) extensions.Add(extension);
        var generator = profile.Hash == HashAlgorithmName.SHA1 ? new Sha1Generator((RSA)issuerKey) : Keys.Generator(issuerKey);
        return request.Create(
            issuer?.Certificate.SubjectName ?? request.SubjectName, generator, profile.NotBefore, profile.NotAfter, Serial(profile.SerialOctets));
    }

    // Positive and of constant length: the first bit is clear and the first byte is not zero.
    private static byte[] Serial(int octets)
    {
        var serial = RandomNumberGenerator.GetBytes(octets);
        serial[0] = (byte)((serial[0] & 0x3f) | 0x40);
        return serial;
    }
}
