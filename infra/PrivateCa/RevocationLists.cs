using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pulumi;
using Pulumi.Aws.LB;
using Pulumi.Aws.S3;
using SecureApi.S3;

namespace SecureApi.PrivateCa;

/// <summary>
/// The revocation lists, one for each trusted CA generation, where the load balancer and the gateway read them. Every list
/// holds all revoked serial numbers: they are random, and nobody has to know which generation signed a certificate.
/// </summary>
/// <remarks>
/// <para>
/// The load balancer takes 30 lists and 500,000 entries for a trust store, and 50 MB for a list; the settings stay far below
/// because the gateway gets its lists as a secret of 64 KiB. A changed list is added before the old one goes, and a load
/// balancer refuses what any of its lists names, so no moment is without it.
/// </para>
/// <para>
/// AWS's documents do not say what a load balancer does with a list past its nextUpdate. The gateway refuses everybody then,
/// which is why the days left of the lists are a metric with alarms.
/// </para>
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"/>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html"/>
public sealed class RevocationLists : ComponentResource
{
    /// <summary>Declares the lists, and the trust store's use of them.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Revocations, authorities and trust store.</param>
    /// <param name="options">Parent and providers.</param>
    public RevocationLists(string name, RevocationListsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:private-ca:RevocationLists", name, options)
    {
        var serials = Output.All(args.Revocations.Select(revocation => SerialOf(revocation, args.ClientCertificates)));
        var lists = ImmutableArray.CreateBuilder<Output<string>>(args.Authority.Issuers.Length);
        var published = ImmutableArray.CreateBuilder<Resource>();
        foreach (var issuer in args.Authority.Issuers)
        {
            var list = Build(issuer, serials, args);
            lists.Add(list);
            if (Publish($"{name}-crl-{issuer.Generation}", $"crl-{issuer.Generation}.pem", list, args.Trust) is { } revocation)
                published.Add(revocation);
        }

        Published = published.ToImmutable();

        Bundle = Output.All(lists.MoveToImmutable()).Apply(pems => string.Concat(pems));
        RegisterOutputs(new Dictionary<string, object?> { ["bundle"] = Bundle });
    }

    /// <summary>All lists, PEM, oldest generation first; public.</summary>
    public Output<string> Bundle { get; }

    /// <summary>The lists in the load balancer's trust store; empty without a trust store.</summary>
    public ImmutableArray<Resource> Published { get; }

    private static Output<string> SerialOf(
        RevocationConfig revocation, ImmutableSortedDictionary<string, Output<string>> certificates) =>
        revocation.Serial is { } serial
            ? Output.Create(RevocationList.NormalizeSerial(serial))
            : certificates[revocation.Client!].Apply(RevocationList.SerialOf);

    // The key is a secret and what it signs is not: the list is there for everybody to read.
    private static Output<string> Build(CertificateIssuer issuer, Output<ImmutableArray<string>> serials, RevocationListsArgs args) =>
        Output.Unsecret(issuer.CertificatePem.Apply(certificate => issuer.PrivateKeyPem.Apply(key => serials.Apply(revoked =>
            RevocationList.Build(certificate, key, args.Settings, Entries(args.Revocations, revoked))))));

    // A client that is named and whose serial number is given too has one entry: the first.
    private static IEnumerable<RevokedCertificate> Entries(ImmutableArray<RevocationConfig> revocations, ImmutableArray<string> serials) =>
        revocations
            .Zip(serials, (revocation, serial) => new RevokedCertificate(
                serial, new DateTimeOffset(revocation.Date, TimeOnly.MinValue, TimeSpan.Zero), revocation.Reason))
            .DistinctBy(entry => entry.Serial);

    private TrustStoreRevocation? Publish(string label, string objectKey, Output<string> list, TrustStore trust)
    {
        var file = new BucketObjectv2(label, new BucketObjectv2Args
        {
            Bucket = trust.BucketName,
            Key = objectKey,
            Content = list,
            ContentType = "application/x-pem-file",
            OverrideProvider = ObjectTags.LeftToTheBucket,
        }, new CustomResourceOptions { Parent = this, DependsOn = { trust.BucketReady.ToArray() } });
        return trust.TrustStoreArn is null ? null : new TrustStoreRevocation(label, new TrustStoreRevocationArgs
        {
            TrustStoreArn = trust.TrustStoreArn,
            RevocationsS3Bucket = trust.BucketName,
            RevocationsS3Key = file.Key,
            RevocationsS3ObjectVersion = file.VersionId,
        }, new CustomResourceOptions { Parent = this });
    }
}

/// <summary>The arguments of <see cref="RevocationLists"/>.</summary>
public sealed record RevocationListsArgs
{
    /// <summary>Number and times of the lists.</summary>
    public required RevocationListConfig Settings { get; init; }

    /// <summary>What is revoked.</summary>
    public required ImmutableArray<RevocationConfig> Revocations { get; init; }

    /// <summary>Every trusted CA generation: each has a list of its own.</summary>
    public required CertificateAuthority Authority { get; init; }

    /// <summary>The clients' present certificates, PEM, by name.</summary>
    public required ImmutableSortedDictionary<string, Output<string>> ClientCertificates { get; init; }

    /// <summary>The bucket that the load balancer reads from, and its trust store.</summary>
    public required TrustStore Trust { get; init; }
}

/// <summary>
/// Builds a CA generation's revocation list (RFC 5280, section 5). The same certificate, key, settings and serial numbers
/// give the same bytes: signatures by RSA with PKCS#1 v1.5 are deterministic, and no clock is read.
/// </summary>
public static class RevocationList
{
    /// <summary>The label of a list in PEM.</summary>
    public const string PemLabel = "X509 CRL";

    /// <summary>At most so many bytes of PEM for the head, the name of the issuer and the signature.</summary>
    public const int MaxHeadBytes = 1_200;

    /// <summary>At most so many bytes of PEM for a revoked certificate, an escaped line feed in JSON counted as two.</summary>
    public const int MaxEntryBytes = 75;

    /// <summary>The list, PEM.</summary>
    /// <param name="certificatePem">The CA certificate; it has a subject key identifier.</param>
    /// <param name="privateKeyPem">Its RSA key, PKCS#1 or PKCS#8.</param>
    /// <param name="settings">Number and times.</param>
    /// <param name="revoked">The revoked certificates, in any order, each serial number once.</param>
    public static string Build(
        string certificatePem, string privateKeyPem, RevocationListConfig settings, IEnumerable<RevokedCertificate> revoked)
    {
        using var authority = X509CertificateLoader.LoadCertificate(Pem.Decode(certificatePem));
        using var key = RSA.Create();
        if (privateKeyPem.Contains("BEGIN RSA PRIVATE KEY", StringComparison.Ordinal)) key.ImportRSAPrivateKey(Pem.Decode(privateKeyPem), out _);
        else key.ImportPkcs8PrivateKey(Pem.Decode(privateKeyPem), out _);

        var builder = new CertificateRevocationListBuilder();
        foreach (var entry in revoked.OrderBy(entry => entry.Serial, StringComparer.Ordinal))
        {
            // "Unspecified" is said by leaving the reason out (RFC 5280, section 5.3.1).
            builder.AddEntry(Convert.FromHexString(entry.Serial), entry.Date, entry.Reason == X509RevocationReason.Unspecified ? null : entry.Reason);
        }

        var list = builder.Build(
            authority.SubjectName,
            X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1),
            new BigInteger(settings.Number),
            settings.End,
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false),
            settings.Start);
        return Pem.Encode(PemLabel, list);
    }

    /// <summary>A serial number in lower-case hexadecimal digits, in pairs, from the notation of OpenSSL, browsers and logs.</summary>
    public static string NormalizeSerial(string serial)
    {
        var digits = serial.Replace(":", string.Empty, StringComparison.Ordinal).TrimStart('0').ToLowerInvariant();
        if (digits.Length % 2 == 1) digits = $"0{digits}";

        // DER's integers are signed; a first bit of one would make the number negative.
        return digits[0] >= '8' ? $"00{digits}" : digits;
    }

    /// <summary>The serial number of a certificate in PEM, in the same form.</summary>
    public static string SerialOf(string certificatePem)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Pem.Decode(certificatePem));
        return Convert.ToHexStringLower(certificate.SerialNumberBytes.Span);
    }
}

/// <summary>An entry of a revocation list (RFC 5280, section 5.1.2.6).</summary>
/// <param name="Serial">The certificate's serial number, as <see cref="RevocationList.NormalizeSerial"/> gives it.</param>
/// <param name="Date">The moment of the revocation.</param>
/// <param name="Reason">Why.</param>
public sealed record RevokedCertificate(string Serial, DateTimeOffset Date, X509RevocationReason Reason);
