using System.ComponentModel.DataAnnotations;
using System.Text;
using Pulumi;
using SecureApi.CloudWatch;
using SecureApi.Common;
using SecureApi.Ecs;
using SecureApi.Gateway;
using SecureApi.Network;
using SecureApi.SecurityGroups;

namespace SecureApi.Configuration;

/// <summary>
/// AWS's quotas that the settings of a stack can exceed. Each is AWS's default; write the value that AWS has raised it to
/// (Service Quotas in the console). All quotas of what the stack declares are in <c>docs/quotas.md</c>.
/// </summary>
public sealed record QuotaConfig
{
    /// <summary>Rules of a security group, for each direction and address family.</summary>
    /// <remarks>https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html</remarks>
    [Setting(Unit = "rules", Example = "120"), Range(60, 1000)]
    public int RulesPerSecurityGroup { get; init; } = 60;

    /// <summary>Interface endpoints of a VPC.</summary>
    /// <remarks>https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html</remarks>
    [Setting(Unit = "endpoints", Example = "100"), Range(50, 1000)]
    public int InterfaceEndpointsPerVpc { get; init; } = 50;

    /// <summary>Instances of a Cloud Map namespace: every task of every service is one.</summary>
    /// <remarks>https://docs.aws.amazon.com/cloud-map/latest/dg/cloud-map-limits.html</remarks>
    [Setting(Unit = "instances", Example = "4000"), Range(2000, 100_000)]
    public int InstancesPerNamespace { get; init; } = 2000;
}

/// <summary>What a stack's settings ask for, against AWS's quotas.</summary>
internal static class QuotaRules
{
    /// <summary>The longest JSON text of a task definition; AWS does not raise it.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html"/>
    public const int TaskDefinitionBytes = 65_536;

    /// <summary>The most graphs and headlines of a dashboard; AWS does not raise it.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html"/>
    public const int WidgetsPerDashboard = 500;

    /// <summary>The most bytes of a secret's value; AWS does not raise it.</summary>
    /// <seealso href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html"/>
    public const int SecretBytes = 65_536;

    /// <summary>What a task definition has beside variables and secrets: image, logs, limits, roles.</summary>
    private const int OtherBytes = 4_096;

    /// <summary>What JSON needs for a variable beside its name and value.</summary>
    private const int VariableBytes = 32;

    /// <summary>The longest ARN of a secret with a member and a version, as a container refers to it.</summary>
    private const int SecretReferenceBytes = 320;

    private const string ServicesExample = "services: {api: {pathPrefix: /}}";

    /// <summary>Checks settings that have no other fault.</summary>
    public static void Check(StackConfig stack, ConfigErrors errors)
    {
        if (errors.HasError("quotas")) return;
        if (!errors.HasError("edge")) CheckRanges(stack, errors);
        if (!errors.HasError("network")) CheckEndpoints(stack, errors);
        if (errors.HasError("services")) return;
        CheckServices(stack, errors);
        CheckTaskDefinitions(stack, errors);
        CheckSecrets(stack, errors);
    }

    /// <summary>About how many bytes the gateway's task definition has: what each client and each service adds, and the rest.</summary>
    public static int BytesOfGateway(StackConfig stack) =>
        OtherBytes + BytesOf(GatewayDocuments.ClientRules(stack.Mtls)) + BytesOf(Upstream.ToJson(Upstreams(stack)));

    /// <summary>About how many bytes a service's task definition has.</summary>
    public static int BytesOf(ServiceConfig service) =>
        OtherBytes
        + service.Settings.Sum(variable => VariableBytes + variable.Key.Length + BytesOf(variable.Value))
        + service.Secrets.Keys.Sum(variable => VariableBytes + (2 * variable.Length) + SecretReferenceBytes);

    /// <summary>The load balancer's security group has two rules for each range: HTTPS, and HTTP to be redirected.</summary>
    private static void CheckRanges(StackConfig stack, ConfigErrors errors)
    {
        CheckRanges("allowedCidrs", stack.Edge.AllowedCidrs.Length, "allowedCidrs: [203.0.113.0/24]", stack, errors);
        if (stack.Network.Ipv6) CheckRanges("allowedIpv6Cidrs", stack.Edge.AllowedIpv6Cidrs.Length, "allowedIpv6Cidrs: [\"2001:db8::/32\"]", stack, errors);
    }

    private static void CheckRanges(string key, int count, string example, StackConfig stack, ConfigErrors errors)
    {
        var rules = stack.Quotas.RulesPerSecurityGroup;
        if (2 * count <= rules) return;
        errors.Add(
            ["edge", key],
            $"at most {rules / 2} entries, of two rules each: AWS takes {rules} rules of a security group{Raised("rulesPerSecurityGroup")}",
            example,
            $"{count} entries");
    }

    private static void CheckEndpoints(StackConfig stack, ConfigErrors errors)
    {
        var most = stack.Quotas.InterfaceEndpointsPerVpc;
        if (stack.Network.InterfaceEndpoints.Length <= most) return;
        errors.Add(
            ["network", "interfaceEndpoints"],
            $"at most {most} entries: AWS takes {most} interface endpoints of a VPC{Raised("interfaceEndpointsPerVpc")}",
            $"interfaceEndpoints: [{string.Join(", ", VpcEndpoints.NeededByTasks)}]",
            $"{stack.Network.InterfaceEndpoints.Length} entries");
    }

    /// <summary>The gateway has a rule to every service, the endpoints one from every task, the dashboard three graphs of each.</summary>
    private static void CheckServices(StackConfig stack, ConfigErrors errors)
    {
        var connections = AllowedConnections.For(stack, Output.Create(string.Empty));
        var rules = Math.Max(
            connections.Count(connection => connection.Source == Peer.Gateway && connection.Destination is not Peer.Ipv6),
            connections.Count(connection => connection.Destination == Peer.Endpoints));
        if (rules > stack.Quotas.RulesPerSecurityGroup)
        {
            var most = stack.Services.Count - (rules - stack.Quotas.RulesPerSecurityGroup);
            errors.Add(
                ["services"],
                $"at most {most} services: {stack.Services.Count} make {rules} rules of one security group, and AWS takes {stack.Quotas.RulesPerSecurityGroup}{Raised("rulesPerSecurityGroup")}",
                ServicesExample,
                $"{stack.Services.Count} services");
        }

        var widgets = StackDashboard.Widgets(stack.Services.Count + 1, stack.Network.NatGateways != NatGatewayMode.None);
        if (widgets > WidgetsPerDashboard)
        {
            errors.Add(
                ["services"],
                $"fewer services: {stack.Services.Count} make {widgets} graphs of the dashboard, and AWS takes {WidgetsPerDashboard}",
                ServicesExample,
                $"{stack.Services.Count} services");
        }

        var tasks = stack.Services.Values.Sum(service => service.MaxTasks);
        if (tasks > stack.Quotas.InstancesPerNamespace)
        {
            errors.Add(
                ["services"],
                $"at most {stack.Quotas.InstancesPerNamespace} for all maxTasks together: AWS takes so many instances of a Cloud Map namespace{Raised("instancesPerNamespace")}",
                ServicesExample,
                $"{tasks} tasks");
        }
    }

    private static void CheckTaskDefinitions(StackConfig stack, ConfigErrors errors)
    {
        var bytes = BytesOfGateway(stack);
        if (bytes > TaskDefinitionBytes && !errors.HasError("mtls"))
        {
            var clients = BytesOf(GatewayDocuments.ClientRules(stack.Mtls));
            var byClients = 2 * clients > bytes - OtherBytes;
            errors.Add(
                byClients ? ["mtls", "clients"] : ["services"],
                $"{(byClients ? "fewer or shorter path prefixes of clients" : "fewer services, or shorter path prefixes")}: the gateway's task definition would have about {bytes} bytes, and AWS takes {TaskDefinitionBytes}",
                byClients ? "clients: {acme: {contact: webhooks@acme.example, generateKey: true}}" : ServicesExample,
                byClients ? $"{stack.Mtls.Clients.Count} clients, {stack.Mtls.Clients.Values.Sum(client => client.PathPrefixes.Length)} prefixes" : $"{stack.Services.Count} services");
        }

        foreach (var (name, service) in stack.Services)
        {
            var own = BytesOf(service);
            if (own <= TaskDefinitionBytes) continue;
            errors.Add(
                ["services", name, "settings"],
                $"fewer or shorter settings: the task definition would have about {own} bytes, and AWS takes {TaskDefinitionBytes}",
                "settings: {API_LOG_LEVEL: info}",
                $"{service.Settings.Count} settings");
        }
    }

    /// <summary>The configured secrets of a service are one secret in Secrets Manager. A tool does not know their values.</summary>
    private static void CheckSecrets(StackConfig stack, ConfigErrors errors)
    {
        foreach (var (name, service) in stack.Services)
        {
            var bytes = service.Secrets.Sum(secret => secret.Value.IsExternal ? 0 : 6 + secret.Key.Length + BytesOf(secret.Value.Value ?? string.Empty));
            if (bytes <= SecretBytes) continue;
            errors.Add(
                ["services", name, "secrets"],
                $"at most {SecretBytes} bytes for all configured values together, which are one secret: leave large ones to an operator",
                "secrets: {API_WEBHOOK_KEYS: {external: true}}",
                SecretText.Mask);
        }
    }

    private static IEnumerable<Upstream> Upstreams(StackConfig stack)
    {
        var zone = new ResourceNames(stack.Project, stack.Stack).DnsNamespace;
        return stack.Services.Select(service => new Upstream(service.Key, $"{service.Key}.{zone}", service.Value.Port, service.Value.PathPrefix));
    }

    private static string Raised(string setting) => $"; if AWS has raised that, write quotas.{setting}";

    /// <summary>The bytes of a value inside a JSON text, quotes included.</summary>
    private static int BytesOf(string value) => Encoding.UTF8.GetByteCount(JsonText.Of(value));
}
