using System.Collections.Immutable;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Vpc;
using SecureApi.Common;

namespace SecureApi.SecurityGroups;

/// <summary>
/// An empty security group for each role, and then a rule at each end of each flow. Rules are resources of their own, so
/// two groups can name each other and a rule can change without its neighbours.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"/>
public sealed class StackSecurityGroups : ComponentResource
{
    private readonly ImmutableSortedDictionary<string, SecurityGroup> _groups;

    /// <summary>Declares the groups and rules.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">The VPC and the flows.</param>
    /// <param name="options">Parent and providers.</param>
    public StackSecurityGroups(string name, StackSecurityGroupsArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:security-groups:StackSecurityGroups", name, options)
    {
        var child = new CustomResourceOptions { Parent = this };
        _groups = Roles(args.Flows).ToSortedMap(
            role => role,
            role => new SecurityGroup($"{name}-{role}", new SecurityGroupArgs
            {
                VpcId = args.VpcId,
                Description = $"{role} of {name}",
                Tags = { { "Name", $"{name}-{role}" } },
            }, child));

        foreach (var flow in args.Flows)
        {
            if (flow.Source is Peer.Group source) Egress(name, source, flow, child);
            if (flow.Destination is Peer.Group destination) Ingress(name, destination, flow, child);
        }

        RegisterOutputs(_groups.ToOutputs(group => group.Id));
    }

    /// <summary>Every group's id by its role.</summary>
    public ImmutableSortedDictionary<string, Output<string>> Ids => _groups.MapValues((_, group) => group.Id);

    /// <summary>The id of a role's group; null when no flow names the role.</summary>
    /// <param name="group">The role.</param>
    public Output<string>? Find(Peer.Group group) => _groups.GetValueOrDefault(group.Role)?.Id;

    /// <summary>The id of a role's group.</summary>
    /// <param name="group">The role; a flow must name it.</param>
    /// <exception cref="KeyNotFoundException">No flow names the role.</exception>
    public Output<string> this[Peer.Group group] => _groups[group.Role].Id;

    private static IEnumerable<string> Roles(ImmutableArray<Connection> flows) => flows
        .SelectMany(flow => new[] { flow.Source, flow.Destination })
        .OfType<Peer.Group>()
        .Select(group => group.Role)
        .Distinct(StringComparer.Ordinal);

    private void Egress(string name, Peer.Group source, Connection flow, CustomResourceOptions child)
    {
        var rule = new SecurityGroupEgressRuleArgs
        {
            SecurityGroupId = this[source],
            Description = flow.Purpose,
            IpProtocol = flow.Protocol,
            FromPort = flow.Port,
            ToPort = flow.Port,
            Tags = { { "Connection", flow.Id } },
        };
        switch (flow.Destination)
        {
            case Peer.Group group: rule.ReferencedSecurityGroupId = this[group]; break;
            case Peer.Ipv4 block: rule.CidrIpv4 = block.Cidr; break;
            case Peer.Ipv6 block: rule.CidrIpv6 = block.Cidr; break;
            case Peer.PrefixList list: rule.PrefixListId = list.Id; break;
            default: throw new InvalidOperationException($"The flow {flow.Id} ends at an unknown kind of peer.");
        }

        new SecurityGroupEgressRule($"{name}-{flow.Id}", rule, child);
    }

    private void Ingress(string name, Peer.Group destination, Connection flow, CustomResourceOptions child)
    {
        var rule = new SecurityGroupIngressRuleArgs
        {
            SecurityGroupId = this[destination],
            Description = flow.Purpose,
            IpProtocol = flow.Protocol,
            FromPort = flow.Port,
            ToPort = flow.Port,
            Tags = { { "Connection", flow.Id } },
        };
        switch (flow.Source)
        {
            case Peer.Group group: rule.ReferencedSecurityGroupId = this[group]; break;
            case Peer.Ipv4 block: rule.CidrIpv4 = block.Cidr; break;
            case Peer.Ipv6 block: rule.CidrIpv6 = block.Cidr; break;
            case Peer.PrefixList list: rule.PrefixListId = list.Id; break;
            default: throw new InvalidOperationException($"The flow {flow.Id} starts at an unknown kind of peer.");
        }

        new SecurityGroupIngressRule($"{name}-{flow.Id}", rule, child);
    }
}

/// <summary>The arguments of <see cref="StackSecurityGroups"/>.</summary>
public sealed record StackSecurityGroupsArgs
{
    /// <summary>The VPC.</summary>
    public required Output<string> VpcId { get; init; }

    /// <summary>The flows; a group exists for every <see cref="Peer.Group"/> that they name.</summary>
    public required ImmutableArray<Connection> Flows { get; init; }
}
