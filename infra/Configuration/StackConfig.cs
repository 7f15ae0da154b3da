using SecureApi.CloudWatch;
using SecureApi.Common;
using SecureApi.Ecs;
using SecureApi.GitHubActions;
using SecureApi.LoadBalancing;
using SecureApi.Network;
using SecureApi.PrivateCa;
using SecureApi.Waf;

namespace SecureApi.Configuration;

/// <summary>Everything that a person can set about one stack. Read once, checked as a whole, never changed.</summary>
public sealed record StackConfig
{
    /// <summary>The Pulumi project's name, from <c>Pulumi.yaml</c>.</summary>
    public required string Project { get; init; }

    /// <summary>The Pulumi stack's name.</summary>
    public required string Stack { get; init; }

    /// <summary>The AWS region of every resource.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>What the stack is for: <c>prod</c> is held to the rules of production. Also the value of the tag <c>Environment</c>.</summary>
    [Setting(Example = "prod")]
    public DeploymentEnvironment Environment { get; init; } = DeploymentEnvironment.Prod;

    /// <summary>The VPC and its ways out.</summary>
    [Setting(Example = "{availabilityZoneCount: 3, natGateways: perAz}")]
    public NetworkConfig Network { get; init; } = new();

    /// <summary>The public side: domain, certificate, load balancer.</summary>
    [Setting(Example = "{domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}")]
    public required EdgeConfig Edge { get; init; }

    /// <summary>Mutual TLS: the private CA and the clients that it vouches for.</summary>
    [Setting(Example = "{mode: verify}")]
    public MutualTlsConfig Mtls { get; init; } = new();

    /// <summary>The web ACL in front of the load balancer.</summary>
    [Setting(Example = "{rateLimit: 2000}")]
    public WafConfig Waf { get; init; } = new();

    /// <summary>The Nginx gateway's tasks.</summary>
    [Setting(Example = "{cpu: 512, memory: 1024}")]
    public GatewayConfig Gateway { get; init; } = new();

    /// <summary>The services behind the gateway, by name.</summary>
    [Setting(Example = "{api: {pathPrefix: /}}"), DnsLabel(20, Keys = true)]
    public NamedMap<ServiceConfig> Services { get; init; } = NamedMaps.Empty<ServiceConfig>();

    /// <summary>The tasks' logs.</summary>
    [Setting(Example = "{retentionDays: 7}")]
    public LogConfig Logs { get; init; } = new();

    /// <summary>Who is told, and when.</summary>
    [Setting(Example = "{emails: [oncall@example.com]}")]
    public AlarmConfig Alarms { get; init; } = new();

    /// <summary>Tags for every resource, beside Environment, Project, Stack, ManagedBy and Name.</summary>
    /// <remarks>
    /// AWS takes 50 tags on a resource, and five are ours.
    /// https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    /// </remarks>
    [Setting(Max = 45, Example = "{CostCenter: platform}"), TagKey, TagValue]
    public NamedMap<string> Tags { get; init; } = NamedMaps.Empty<string>();

    /// <summary>Image digests (<c>sha256:</c> and 64 hexadecimal digits) of <c>gateway</c> and of every service; none before the first images exist.</summary>
    [Setting(Example = "{}")]
    public NamedMap<string> Images { get; init; } = NamedMaps.Empty<string>();

    /// <summary>Access for GitHub Actions; without a repository, the stack makes no roles for a pipeline.</summary>
    [Setting(Example = "{repository: example/secure-api}")]
    public GitHubConfig Github { get; init; } = new();

    /// <summary>True for the first deployment: no image exists yet, so no task can run.</summary>
    public bool IsBootstrap => Images.IsEmpty;
}
