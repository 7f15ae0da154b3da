using Pulumi;
using Pulumi.Aws.Route53;
using Pulumi.Aws.Route53.Inputs;

namespace SecureApi.LoadBalancing;

/// <summary>
/// The domain's address records: aliases of the load balancer, for IPv4 and, with dual stack, IPv6. The name is there when the
/// listeners are.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html"/>
public sealed class DnsRecords : ComponentResource
{
    /// <summary>Declares the records.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Domain, zone and load balancer.</param>
    /// <param name="options">Parent and providers.</param>
    public DnsRecords(string name, DnsRecordsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:load-balancing:DnsRecords", name, options)
    {
        foreach (var type in args.DualStack ? new[] { "A", "AAAA" } : ["A"])
        {
            new Record($"{name}-{type.ToLowerInvariant()}", new RecordArgs
            {
                ZoneId = args.HostedZoneId,
                Name = args.Domain,
                Type = type,
                Aliases =
                {
                    new RecordAliasArgs
                    {
                        Name = args.LoadBalancer.DnsName,
                        ZoneId = args.LoadBalancer.ZoneId,
                        EvaluateTargetHealth = true,
                    },
                },
            }, new CustomResourceOptions { Parent = this, DependsOn = { args.LoadBalancer.Listeners.ToArray() } });
        }

        RegisterOutputs();
    }
}

/// <summary>The arguments of <see cref="DnsRecords"/>.</summary>
public sealed record DnsRecordsArgs
{
    /// <summary>The domain.</summary>
    public required string Domain { get; init; }

    /// <summary>The hosted zone of the domain.</summary>
    public required string HostedZoneId { get; init; }

    /// <summary>The load balancer.</summary>
    public required ApplicationLoadBalancer LoadBalancer { get; init; }

    /// <summary>Whether the load balancer has IPv6 addresses.</summary>
    public required bool DualStack { get; init; }
}
