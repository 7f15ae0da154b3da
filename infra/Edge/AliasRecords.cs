using Pulumi;
using Pulumi.Aws.Route53;
using Pulumi.Aws.Route53.Inputs;

namespace SecureApi.Edge;

/// <summary>The domain's address records: aliases of the load balancer, for IPv4 and, with dual stack, IPv6.</summary>
/// <seealso href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html"/>
public sealed class AliasRecords : ComponentResource
{
    /// <summary>Declares the records.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">Domain, zone and load balancer.</param>
    /// <param name="options">Parent and providers.</param>
    public AliasRecords(string name, AliasRecordsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:edge:AliasRecords", name, options)
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
            }, new CustomResourceOptions { Parent = this });
        }

        RegisterOutputs();
    }
}
