using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.ServiceDiscovery;
using Pulumi.Aws.ServiceDiscovery.Inputs;
using SecureApi.Common;
using CloudMapService = Pulumi.Aws.ServiceDiscovery.Service;
using CloudMapServiceArgs = Pulumi.Aws.ServiceDiscovery.ServiceArgs;

namespace SecureApi.Ecs;

/// <summary>Private DNS names for the services: each answers with the places of its running tasks.</summary>
/// <remarks>
/// SRV records, because a task's port belongs to the task: while a deployment changes a service's port, old and new tasks listen
/// on different ones. A low time to live and up to eight tasks an answer; the gateway asks again by itself, so that it follows
/// tasks as they come and go. ECS registers a task once it is healthy and removes it before it stops.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html"/>
/// <seealso href="https://docs.aws.amazon.com/cloud-map/latest/api/API_DnsRecord.html"/>
public sealed class ServiceDiscovery : ComponentResource
{
    private const int TtlSeconds = 10;

    private readonly string _namespace;

    /// <summary>Declares the namespace and an entry for each service.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Namespace, VPC and services.</param>
    /// <param name="options">Parent and providers.</param>
    public ServiceDiscovery(string name, ServiceDiscoveryArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:ecs:ServiceDiscovery", name, options)
    {
        _namespace = args.Namespace;
        var child = new CustomResourceOptions { Parent = this };
        var dns = new PrivateDnsNamespace($"{name}-dns", new PrivateDnsNamespaceArgs
        {
            Name = args.Namespace,
            Description = $"Services of {name}",
            Vpc = args.VpcId,
        }, child);

        RegistryArns = args.Services.ToSortedMap(service => service, service => Entry($"{name}-{service}", service, dns, child).Arn);
        RegisterOutputs(RegistryArns.ToOutputs(arn => arn));
    }

    /// <summary>Each service's Cloud Map ARN, for its ECS service.</summary>
    public ImmutableSortedDictionary<string, Output<string>> RegistryArns { get; }

    /// <summary>The DNS name of a service.</summary>
    /// <param name="service">Such as <c>api</c>.</param>
    public string HostName(string service) => $"{service}.{_namespace}";

    private static CloudMapService Entry(
        string label, string service, PrivateDnsNamespace dns, CustomResourceOptions child) => new(label, new CloudMapServiceArgs
        {
            Name = service,

            // ECS removes the tasks of a deleted service in its own time; AWS refuses to delete a name that has one left.
            ForceDestroy = true,
            DnsConfig = new ServiceDnsConfigArgs
            {
                NamespaceId = dns.Id,
                RoutingPolicy = "MULTIVALUE",
                DnsRecords = { new ServiceDnsConfigDnsRecordArgs { Type = "SRV", Ttl = TtlSeconds } },
            },

            // Lets ECS, and nobody else, say that a task is unhealthy. 1 is the value that AWS sets in any case.
#pragma warning disable CS0618 // The provider does not send an empty block, and then replaces the service in every later deployment (terraform-provider-aws #44285).
            HealthCheckCustomConfig = new ServiceHealthCheckCustomConfigArgs { FailureThreshold = 1 },
#pragma warning restore CS0618
        }, child);
}

/// <summary>The arguments of <see cref="ServiceDiscovery"/>.</summary>
public sealed record ServiceDiscoveryArgs
{
    /// <summary>The private namespace, such as <c>prod.secure-api.internal</c>.</summary>
    public required string Namespace { get; init; }

    /// <summary>The VPC in which the names exist.</summary>
    public required Output<string> VpcId { get; init; }

    /// <summary>The services to be found.</summary>
    public required ImmutableArray<string> Services { get; init; }
}
