using System.Collections.Frozen;
using System.Collections.Immutable;
using Pulumi;
using SecureApi.Configuration;
using SecureApi.PrivateCa;

namespace SecureApi.Common;

/// <summary>What Pulumi refuses to delete or replace in production; other environments protect nothing.</summary>
public sealed record ProtectionConfig
{
    /// <summary>
    /// The kinds of resources that it may delete nevertheless. Deploy this first, then the change that deletes, then take it away
    /// again.
    /// </summary>
    [Setting(Example = "[repository, logGroup, secret]")]
    public ImmutableArray<Irreplaceable> Except { get; init; } = [];
}

/// <summary>What cannot be made again once it is deleted: an address, a key, data, a list that others keep.</summary>
public enum Irreplaceable
{
    /// <summary>The topic of the alarms: people have confirmed, and others may have subscribed.</summary>
    AlarmTopic,

    /// <summary>Buckets with their objects.</summary>
    Bucket,

    /// <summary>The CA's keys and certificates.</summary>
    Ca,

    /// <summary>The addresses of the NAT gateways, which partners may allow.</summary>
    ElasticIp,

    /// <summary>The stack's key.</summary>
    KmsKey,

    /// <summary>The load balancer: its DNS name.</summary>
    LoadBalancer,

    /// <summary>Log groups with their events.</summary>
    LogGroup,

    /// <summary>Repositories with their images.</summary>
    Repository,

    /// <summary>Secrets with their values.</summary>
    Secret,

    /// <summary>The load balancer's trust store.</summary>
    TrustStore,
}

/// <summary>
/// In production, Pulumi refuses to delete or replace what is <see cref="Irreplaceable"/>: a <c>pulumi destroy</c> ends in its
/// preview, before anything is gone. <see cref="ProtectionConfig"/> lifts it, once that is deployed.
/// </summary>
/// <seealso href="https://www.pulumi.com/docs/iac/concepts/resources/options/protect/"/>
public static class DeletionProtection
{
    private const string PrivateKey = "tls:index/privateKey:PrivateKey";

    private static readonly FrozenDictionary<string, Irreplaceable> Kinds = new Dictionary<string, Irreplaceable>(StringComparer.Ordinal)
    {
        ["aws:cloudwatch/logGroup:LogGroup"] = Irreplaceable.LogGroup,
        ["aws:ec2/eip:Eip"] = Irreplaceable.ElasticIp,
        ["aws:ecr/repository:Repository"] = Irreplaceable.Repository,
        ["aws:kms/key:Key"] = Irreplaceable.KmsKey,
        ["aws:lb/loadBalancer:LoadBalancer"] = Irreplaceable.LoadBalancer,
        ["aws:lb/trustStore:TrustStore"] = Irreplaceable.TrustStore,
        ["aws:s3/bucket:Bucket"] = Irreplaceable.Bucket,
        ["aws:secretsmanager/secret:Secret"] = Irreplaceable.Secret,
        ["aws:sns/topic:Topic"] = Irreplaceable.AlarmTopic,
        ["tls:index/selfSignedCert:SelfSignedCert"] = Irreplaceable.Ca,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The options of a stack that protects what it declares.</summary>
    /// <param name="config">The stack's settings.</param>
    /// <param name="options">The options of an observer, which is to see the protection; null for none.</param>
    internal static StackOptions Over(StackConfig config, StackOptions? options)
    {
        var protectedStack = new StackOptions { ResourceTransformations = { declared => Protect(declared, config) } };
        protectedStack.ResourceTransformations.AddRange(options?.ResourceTransformations ?? []);
        return protectedStack;
    }

    private static ResourceTransformationResult? Protect(ResourceTransformationArgs declared, StackConfig config)
    {
        if (config.Environment != DeploymentEnvironment.Prod || KindOf(declared) is not { } kind || config.Protection.Except.Contains(kind)) return null;

        // A copy: siblings may share the options.
        return new(declared.Args, CustomResourceOptions.Merge((CustomResourceOptions)declared.Options, new CustomResourceOptions { Protect = true }));
    }

    private static Irreplaceable? KindOf(ResourceTransformationArgs declared)
    {
        var type = declared.Resource.GetResourceType();
        if (type == PrivateKey && declared.Options.Parent is CertificateAuthority) return Irreplaceable.Ca;
        return Kinds.TryGetValue(type, out var kind) ? kind : null;
    }
}
