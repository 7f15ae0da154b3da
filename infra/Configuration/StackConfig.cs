using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using SecureApi.CloudWatch;
using SecureApi.Common;
using SecureApi.Ecs;
using SecureApi.Gateway;
using SecureApi.GitHubActions;
using SecureApi.LoadBalancing;
using SecureApi.Network;
using SecureApi.PrivateCa;
using SecureApi.Waf;

namespace SecureApi.Configuration;

/// <summary>The configuration of one stack: read once, validated as a whole, immutable.</summary>
public sealed record StackConfig
{
    // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    private const string TagCharacters = "[\\p{L}\\p{Nd} _.:/=+@-]";
    private const string SampleDigest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>The Pulumi project's name, from <c>Pulumi.yaml</c>.</summary>
    public required string Project { get; init; }

    /// <summary>The Pulumi stack's name.</summary>
    public required string Stack { get; init; }

    /// <summary>The AWS region of every resource.</summary>
    public required AwsRegion Region { get; init; }

    /// <summary>What the stack is for: <c>prod</c> is held to the rules of production. Also the value of the tag <c>Environment</c>.</summary>
    [Setting(Example = "prod")]
    public DeploymentEnvironment Environment { get; init; } = DeploymentEnvironment.Prod;

    /// <summary>What Pulumi refuses to delete or replace in production.</summary>
    [Setting(Example = "{except: [repository]}")]
    public ProtectionConfig Protection { get; init; } = new();

    /// <summary>The VPC and its ways out.</summary>
    [Setting(Example = "{availabilityZoneCount: 3, natGateways: perAz}")]
    public NetworkConfig Network { get; init; } = new();

    /// <summary>The public side: domain, certificate, load balancer.</summary>
    [Setting(Example = "{domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}")]
    public required EdgeConfig Edge { get; init; }

    /// <summary>Mutual TLS: the private CA and its clients.</summary>
    [Setting(Example = "{mode: verify}")]
    public MutualTlsConfig Mtls { get; init; } = new();

    /// <summary>The web ACL in front of the load balancer.</summary>
    [Setting(Example = "{rateLimit: 2000}")]
    public WafConfig Waf { get; init; } = new();

    /// <summary>The Nginx gateway's tasks.</summary>
    [Setting(Example = "{cpu: 512, memory: 1024}")]
    public GatewayConfig Gateway { get; init; } = new();

    /// <summary>The services behind the gateway, by name.</summary>
    [Setting(Example = "{api: {pathPrefix: /}}"), KeyPattern(Patterns.Label, ErrorMessage = Patterns.LabelRule)]
    public ImmutableSortedDictionary<string, ServiceConfig> Services { get; init; } = SortedMaps.Empty<ServiceConfig>();

    /// <summary>The tasks' logs.</summary>
    [Setting(Example = "{retentionDays: 7}")]
    public LogConfig Logs { get; init; } = new();

    /// <summary>Alarm recipients and thresholds.</summary>
    [Setting(Example = "{emails: [oncall@example.com]}")]
    public AlarmConfig Alarms { get; init; } = new();

    /// <summary>Tags for every resource, beside Environment, Project, Stack, ManagedBy, KeptBy and Name.</summary>
    /// <remarks>
    /// AWS takes 50 tags on a resource, and five are ours.
    /// https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    /// </remarks>
    [Setting(Example = "{CostCenter: platform}"), Length(0, 45)]
    [KeyPattern("(?![aA][wW][sS]:)(?! )" + TagCharacters + "{1,128}(?<! )", ErrorMessage = "1 to 128 letters, digits, spaces and _.:/=+-@; not aws: at the start, no space at the ends")]
    [RegularExpression("(?! )" + TagCharacters + "{0,256}(?<! )", ErrorMessage = "0 to 256 letters, digits, spaces and _.:/=+-@; no space at the ends")]
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = SortedMaps.Empty<string>();

    /// <summary>
    /// Image digests (<c>sha256:</c> and 64 hexadecimal digits) of <c>gateway</c> and of the services. One without a digest runs no
    /// tasks: its image is still to be pushed.
    /// </summary>
    [Setting(Example = "{}")]
    public ImmutableSortedDictionary<string, string> Images { get; init; } = SortedMaps.Empty<string>();

    /// <summary>Access for GitHub Actions; without a repository, the stack makes no roles for a pipeline.</summary>
    [Setting(Example = "{repository: example/secure-api}")]
    public GitHubConfig Github { get; init; } = new();

    /// <summary>True for the first deployment: no image exists yet, so no task can run.</summary>
    public bool IsBootstrap => Images.IsEmpty;

    /// <summary>The gateway and the services that have no digest, and so run no tasks.</summary>
    public IEnumerable<string> WithoutImage => Services.Keys.Prepend(GatewayContract.Name).Where(name => !Images.ContainsKey(name));

    /// <summary>
    /// What is valid and may still surprise: settings that keep GitHub's hosted runners out, from which the pipeline checks each
    /// deployment. Where they do, every deployment is put back, unless the check runs on a runner of one's own.
    /// </summary>
    /// <remarks>https://docs.github.com/en/actions/reference/runners/github-hosted-runners</remarks>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (Github.Repository is null) yield break;
            const string Check = "the pipeline's check of /health, which comes from GitHub's hosted runners (Azure, for the most part in the US): "
                + "every deployment would be put back. Run the job of deploy.yml on a runner of your own that may call, or change the setting.";
            if (!Edge.AllowedCidrs.Contains(Cidr.AnyIpv4)) yield return $"edge.allowedCidrs keeps out {Check}";
            if (Waf.Geo is { } geo && geo.Countries.Contains("US") == (geo.Mode == GeoMode.Block)) yield return $"waf.geo keeps out {Check}";
            if (Waf.ManagedGroups.AnonymousIp == WafRuleAction.Block) yield return $"waf.managedGroups.anonymousIp: block keeps hosting providers out, and with them {Check}";
        }
    }

    /// <summary>Validates the rules on several values.</summary>
    /// <param name="errors">Where errors are collected.</param>
    /// <param name="deploymentClock">Says what day it is, for a deployment; null for a tool.</param>
    internal void Validate(ConfigErrors errors, TimeProvider? deploymentClock)
    {
        CheckProjectAndStack(errors);
        Network.Validate(this, errors);
        Edge?.Validate(this, errors);
        Mtls.Validate(this, errors);
        ServiceConfig.Validate(this, errors);
        Gateway.Validate(this, errors);
        Github.Validate(Region, errors);
        ComposedNames.Check(this, errors);
        CheckTags(errors);
        CheckImages(errors);
        if (deploymentClock is null) return;
        Edge?.CheckExampleNames(Alarms.Emails, errors);
        Mtls.CheckListTimes(deploymentClock, errors);
    }

    /// <summary>
    /// The project's and the stack's names are part of the names of log groups, buckets, roles and alarms, some of which
    /// AWS allows 32 characters.
    /// </summary>
    private void CheckProjectAndStack(ConfigErrors errors)
    {
        var label = new RegularExpressionAttribute(Patterns.Label);
        if (!label.IsValid(Project)) errors.Add(["pulumi:project"], Patterns.LabelRule, "name: secure-api", Project);
        if (!label.IsValid(Stack)) errors.Add(["pulumi:stack"], Patterns.LabelRule, "pulumi stack init prod", Stack);
    }

    /// <summary>The tags that the program sets itself cannot be configured: dashboards and cost reports rely on them.</summary>
    private void CheckTags(ConfigErrors errors)
    {
        // AWS tells keys apart by case, people and the IAM console do not.
        foreach (var key in Tags.Keys.Where(key => StandardTags.Reserved.Contains(key, StringComparer.OrdinalIgnoreCase)))
            errors.Add(["tags", key], $"a tag that the program does not set itself ({string.Join(", ", StandardTags.Reserved)})", "tags: {CostCenter: platform}");

        // IAM does not: a role cannot have two keys that differ in case alone.
        foreach (var keys in Tags.Keys.GroupBy(key => key, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var key in keys.Skip(1).Where(key => !errors.HasError("tags", key)))
                errors.Add(["tags", key], $"keys that differ in more than case: {keys.First()} is there", "tags: {CostCenter: platform}");
        }

        foreach (var (key, value) in Tags)
        {
            if (SecretDetector.FormOf(value) is { } reason)
                errors.Add(["tags", key], $"no secret in a tag ({reason})", "tags: {CostCenter: platform}", SecretText.Mask);
        }
    }

    /// <summary>Digests are those of the gateway and of services that exist.</summary>
    private void CheckImages(ConfigErrors errors)
    {
        if (errors.HasError("services")) return;
        var digest = new RegularExpressionAttribute("sha256:[0-9a-f]{64}");
        List<string> names = [GatewayContract.Name, .. Services.Keys];
        foreach (var (name, image) in Images)
        {
            if (!names.Contains(name))
                errors.Add(["images", name], $"the gateway or a service: {string.Join(", ", names)}", $"{Suggestion.Nearest(name, names) ?? names[0]}: {SampleDigest}");
            else if (!digest.IsValid(image) || image.Length == 0)
                errors.Add(["images", name], "the image's digest: sha256: and 64 hexadecimal digits in lower case, no tag", $"{name}: {SampleDigest}");
        }
    }
}

/// <summary>The purpose of a stack.</summary>
public enum DeploymentEnvironment
{
    /// <summary>Cheap and short-lived: a single NAT gateway, Spot capacity and single tasks are allowed.</summary>
    Dev,

    /// <summary>Shaped as production, with the freedoms of <see cref="Dev"/>.</summary>
    Staging,

    /// <summary>Production: the rules on availability and deletion apply.</summary>
    Prod,
}
