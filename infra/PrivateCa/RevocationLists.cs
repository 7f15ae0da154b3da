using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.LB;
using Pulumi.Aws.S3;
using SecureApi.Naming;
using SecureApi.Storage;

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
        foreach (var issuer in args.Authority.Issuers)
        {
            var list = Build(issuer, serials, args);
            lists.Add(list);
            Publish($"{name}-crl-{issuer.Generation}", $"crl-{issuer.Generation}.pem", list, args.Trust);
        }

        Bundle = Output.All(lists.MoveToImmutable()).Apply(pems => string.Concat(pems));
        RegisterOutputs(new Dictionary<string, object?> { ["bundle"] = Bundle });
    }

    /// <summary>All lists, PEM, oldest generation first; public.</summary>
    public Output<string> Bundle { get; }

    private static Output<SerialNumber> SerialOf(
        RevocationSettings revocation, NamedMap<Output<string>> certificates) =>
        revocation.Serial is { } text && SerialNumber.TryParse(text, out var serial)
            ? Output.Create(serial)
            : certificates[revocation.Client!].Apply(SerialNumber.Of);

    // The key is a secret and what it signs is not: the list is there for everybody to read.
    private static Output<string> Build(CertificateIssuer issuer, Output<ImmutableArray<SerialNumber>> serials, RevocationListsArgs args) =>
        Output.Unsecret(issuer.CertificatePem.Apply(certificate => issuer.PrivateKeyPem.Apply(key => serials.Apply(revoked =>
            RevocationList.Build(certificate, key, args.Settings, Entries(args.Revocations, revoked))))));

    // A client that is named and whose serial number is given too has one entry: the first.
    private static IEnumerable<RevokedCertificate> Entries(ImmutableArray<RevocationSettings> revocations, ImmutableArray<SerialNumber> serials) =>
        revocations
            .Zip(serials, (revocation, serial) => new RevokedCertificate(
                serial, new DateTimeOffset(revocation.Date, TimeOnly.MinValue, TimeSpan.Zero), revocation.Reason))
            .DistinctBy(entry => entry.Serial);

    private void Publish(string label, string objectKey, Output<string> list, TrustBundle trust)
    {
        var file = new BucketObjectv2(label, new BucketObjectv2Args
        {
            Bucket = trust.BucketName,
            Key = objectKey,
            Content = list,
            ContentType = "application/x-pem-file",
            OverrideProvider = ObjectTags.LeftToTheBucket,
        }, new CustomResourceOptions { Parent = this, DependsOn = { trust.BucketReady.ToArray() } });
        if (trust.TrustStoreArn is null) return;

        new TrustStoreRevocation(label, new TrustStoreRevocationArgs
        {
            TrustStoreArn = trust.TrustStoreArn,
            RevocationsS3Bucket = trust.BucketName,
            RevocationsS3Key = file.Key,
            RevocationsS3ObjectVersion = file.VersionId,
        }, new CustomResourceOptions { Parent = this });
    }
}
