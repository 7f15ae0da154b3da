using System.Security.Cryptography;
using System.Text;

namespace SecureApi.Common;

/// <summary>
/// The fixed names of a stack, and the lengths that AWS allows.
/// </summary>
/// <remarks>
/// Two kinds of names exist. <b>Logical</b> names (<see cref="Base"/> plus a suffix) become physical names once Pulumi has
/// added a hyphen and seven random hexadecimal digits, so that a replacement can be created before the old resource goes.
/// <b>Fixed</b> names are for what a person or a pipeline types: the cluster, repositories, log groups, the dashboard.
/// </remarks>
public sealed class ResourceNames
{
    /// <summary>Longest name of a load balancer or target group.</summary>
    /// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html"/>
    public const int LoadBalancerLimit = 32;

    /// <summary>A hyphen and seven hexadecimal digits, which Pulumi appends to a logical name.</summary>
    public const int AutoNameSuffix = 8;

    /// <summary>Longest suffix that a load balancer or target group adds to <see cref="Base"/>, hyphen included.</summary>
    public const int LoadBalancerSuffix = 6;

    /// <summary>Longest <see cref="Base"/>: what is left of a load balancer's name.</summary>
    public const int BaseLimit = LoadBalancerLimit - AutoNameSuffix - LoadBalancerSuffix;

    /// <summary>Names for a stack of a project.</summary>
    /// <param name="project">The project of Pulumi.yaml, such as <c>secure-api</c>.</param>
    /// <param name="stack">The stack, such as <c>prod</c>.</param>
    public ResourceNames(string project, string stack)
    {
        Project = project;
        Stack = stack;
        Base = NameLimit.Fit(NameLimit.Clean($"{project}-{stack}"), BaseLimit);
    }

    /// <summary>The project's name, as given.</summary>
    public string Project { get; }

    /// <summary>The stack's name, as given.</summary>
    public string Stack { get; }

    /// <summary>
    /// The root of all logical names, at most <see cref="BaseLimit"/> characters: <c>secure-api-prod</c>. A longer pair of
    /// names is cut and closed with four digits of its hash, so that two long stacks stay apart.
    /// </summary>
    public string Base { get; }

    /// <summary>The ECS cluster, at most 255 characters.</summary>
    public string Cluster => NameLimit.Fit(NameLimit.Clean($"{Project}-{Stack}"), 255);

    /// <summary>The CloudWatch dashboard, at most 255 characters.</summary>
    public string Dashboard => Cluster;

    /// <summary>
    /// The web ACL and its metrics, at most 128 characters. One name for both: the console and CloudWatch then speak of the
    /// same thing.
    /// </summary>
    public string WebAcl => NameLimit.Fit(Cluster, 128);

    /// <summary>The KMS alias, at most 256 characters.</summary>
    public string KeyAlias => $"alias/{NameLimit.Fit(Cluster, 250)}";

    /// <summary>The private DNS namespace of the services: <c>prod.secure-api.internal</c>.</summary>
    public string DnsNamespace => $"{NameLimit.Fit(NameLimit.Clean(Stack), 63)}.{NameLimit.Fit(NameLimit.Clean(Project), 63)}.internal";

    /// <summary>The CloudWatch namespace of the metrics that this stack makes from its logs.</summary>
    public string MetricNamespace => NameLimit.Fit($"{Project}/{Stack}", 255);

    /// <summary>The ECR repository of an image: <c>secure-api-prod/gateway</c>, at most 256 characters.</summary>
    /// <param name="image"><c>gateway</c> or the name of a service.</param>
    public string Repository(string image) => $"{NameLimit.Fit(Cluster, 200)}/{image}";

    /// <summary>A log group: <c>/secure-api/prod/gateway</c>, at most 512 characters.</summary>
    /// <param name="subject">What logs, such as <c>gateway</c> or <c>vpc-flow</c>.</param>
    public string LogGroup(string subject) => $"{LogGroupPrefix}{subject}";

    /// <summary>What all log groups of the stack begin with, except WAF's and Container Insights'.</summary>
    public string LogGroupPrefix => $"/{NameLimit.Fit(Project, 100)}/{NameLimit.Fit(Stack, 100)}/";

    /// <summary>WAF's log group. WAF accepts no name without its prefix.</summary>
    /// <seealso href="https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html"/>
    public string WafLogGroup => $"aws-waf-logs-{NameLimit.Fit(Cluster, 200)}";

    /// <summary>The group that Container Insights would make without a retention if the stack did not declare it.</summary>
    public string ContainerInsightsLogGroup => $"/aws/ecs/containerinsights/{Cluster}/performance";

    /// <summary>An alarm: <c>secure-api-prod gateway cpu</c>, at most 255 characters.</summary>
    /// <param name="subject">What the alarm watches.</param>
    public string Alarm(string subject) => $"{NameLimit.Fit(Cluster, 180)} {subject}";

    /// <summary>A saved Logs Insights query, shown as a folder and a name, at most 255 characters.</summary>
    /// <param name="title">The query's title.</param>
    public string Query(string title) => $"{NameLimit.Fit(Cluster, 150)}/{title}";
}

/// <summary>Converts a name to the characters and the length that AWS accepts, deterministically.</summary>
public static class NameLimit
{
    private const int HashDigits = 4;

    /// <summary>
    /// Returns <paramref name="name"/> itself when it has at most <paramref name="limit"/> characters. A longer name keeps
    /// its beginning and ends in a hyphen and four hexadecimal digits of its SHA-256, so that two long names that begin
    /// alike stay different.
    /// </summary>
    /// <param name="name">The wanted name.</param>
    /// <param name="limit">The most characters allowed; at least 6.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> leaves no room for the digits.</exception>
    public static string Fit(string name, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, HashDigits + 2);
        if (name.Length <= limit) return name;

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashDigits];
        return $"{name[..(limit - HashDigits - 1)].TrimEnd('-')}-{hash}";
    }

    /// <summary>
    /// Lower case letters, digits and single hyphens: what load balancers, DNS labels and buckets all take.
    /// Every other character becomes a hyphen; hyphens at the ends go.
    /// </summary>
    /// <param name="name">Any text, such as a stack's name with dots or underscores.</param>
    public static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length);
        foreach (var character in name.ToLowerInvariant())
        {
            var allowed = char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character);
            if (allowed) clean.Append(character);
            else if (clean.Length > 0 && clean[^1] != '-') clean.Append('-');
        }

        return clean.ToString().Trim('-');
    }
}
