using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Gateway;
using SecureApi.SecurityGroups;

namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Something with network interfaces in the VPC: a load balancer, the tasks of a service, an endpoint.</summary>
public sealed class NetworkNode
{
    /// <summary>The resource whose interfaces these are.</summary>
    public required RecordedResource Resource { get; init; }

    /// <summary>A short name for people, unique in the stack.</summary>
    public required string Label { get; init; }

    /// <summary>What the architecture calls it; null for what the architecture does not know.</summary>
    public required Peer.Group? Role { get; init; }

    /// <summary>The subnets in which it has interfaces.</summary>
    public required ImmutableArray<NetworkSubnet> Subnets { get; init; }

    /// <summary>The security groups of its interfaces, by id.</summary>
    public required ImmutableArray<string> GroupIds { get; init; }

    /// <summary>Whether its interfaces have public IPv4 addresses.</summary>
    public required bool HasPublicIpv4 { get; init; }

    /// <summary>Whether its interfaces have IPv6 addresses, which are public by nature.</summary>
    public required bool HasIpv6 { get; init; }

    /// <summary>The TCP ports on which it listens; null when the resources do not tell.</summary>
    public required ImmutableArray<int>? Ports { get; init; }

    /// <summary>True while there is nothing of it: the tasks of a service that has no image yet.</summary>
    public required bool IsIdle { get; init; }

    /// <summary>The VPC.</summary>
    public string VpcId => Subnets.IsEmpty ? "" : Subnets[0].VpcId;

    /// <summary>The addresses that its interfaces may have.</summary>
    /// <param name="family">A family.</param>
    public IEnumerable<IPNetwork> Addresses(AddressFamily family) => family == AddressFamily.InterNetworkV6 && !HasIpv6
        ? []
        : Subnets.SelectMany(subnet => subnet.Blocks).Where(block => AddressBlocks.FamilyOf(block) == family);

    /// <inheritdoc/>
    public override string ToString() => Label;
}

/// <summary>
/// Finds everything with network interfaces: each resource whose arguments name a security group or a subnet, of whatever
/// type. A new kind of component is found without a change here. So are the tasks of services that have no image yet: their
/// security groups and rules exist.
/// </summary>
internal sealed class NodeFinder
{
    public const string LoadBalancer = "aws:lb/loadBalancer:LoadBalancer";
    public const string Listener = "aws:lb/listener:Listener";
    public const string Service = "aws:ecs/service:Service";
    public const string Endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
    private const string Eip = "aws:ec2/eip:Eip";
    private const string SecurityGroup = "aws:ec2/securityGroup:SecurityGroup";
    private const string DefaultSecurityGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";

    // They describe the network; they have no interface of their own behind a security group.
    private static readonly string[] NetworkModules = ["aws:vpc/", "aws:ec2/securityGroup", "aws:ec2/defaultSecurityGroup"];
    private static readonly string[] NetworkTypes =
    [
        "aws:ec2/routeTableAssociation:RouteTableAssociation", NetworkMap.NatGateway, "aws:ec2/flowLog:FlowLog", Eip,
        "aws:ec2/networkAcl:NetworkAcl", "aws:ec2/networkAclAssociation:NetworkAclAssociation", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    ];

    // An ARN has at most 2,048 characters, an id far fewer; what is longer is a document.
    private const int LongestReference = 2048;

    private readonly AuditedStack _stack;
    private readonly NetworkMap _network;
    private readonly HashSet<RecordedResource> _addressed;

    public NodeFinder(AuditedStack stack, NetworkMap network)
    {
        _stack = stack;
        _network = network;
        _addressed = [.. stack.OfType(Eip).SelectMany(address => References(address.Inputs))];
    }

    public ImmutableArray<NetworkNode> Find() =>
    [
        .. _stack.Recorded.Resources.Where(resource => resource.IsCustom && !IsNetwork(resource)).Select(Read).OfType<NetworkNode>(),
        .. _stack.Settings.WithoutImage.Select(Expected).OfType<NetworkNode>(),
    ];

    private static bool IsNetwork(RecordedResource resource) =>
        Array.Exists(NetworkModules, module => resource.Type.StartsWith(module, StringComparison.Ordinal))
        || NetworkTypes.Contains(resource.Type)
        || resource.Type.EndsWith("SubnetGroup", StringComparison.Ordinal);

    private NetworkNode? Read(RecordedResource resource)
    {
        var named = References(resource.Inputs).ToList();
        var groups = named.Where(found => found.Type is SecurityGroup or DefaultSecurityGroup).Select(group => group.Id!).Distinct().ToImmutableArray();
        var subnets = Subnets(named);
        if (groups.IsEmpty && subnets.IsEmpty) return null;

        if (subnets.IsEmpty) subnets = SubnetsBehind(resource, groups);
        if (groups.IsEmpty && !subnets.IsEmpty) groups = [GroupRules.DefaultGroupOf(subnets[0].VpcId, _stack)];
        return new NetworkNode
        {
            Resource = resource,
            Label = Label(resource),
            Role = Role(resource),
            Subnets = subnets,
            GroupIds = groups,
            HasPublicIpv4 = HasPublicAddress(resource, subnets),
            HasIpv6 = HasIpv6(resource, subnets),
            Ports = Ports(resource),
            IsIdle = false,
        };
    }

    private NetworkNode? Expected(string service)
    {
        var role = service == GatewayContract.Name ? Peer.Gateway : Peer.Service(service);
        var names = new ResourceNames(_stack.Settings.Project, _stack.Settings.Stack);
        if (_stack.OfType(SecurityGroup).FirstOrDefault(group => group.Name == $"{names.Base}-{role.Role}") is not { } group) return null;
        ImmutableArray<NetworkSubnet> subnets = [.. _network.Subnets.Where(subnet => subnet.Resource.Inputs.Map("tags").Text("Tier") == "private")];
        return new NetworkNode
        {
            Resource = group,
            Label = service,
            Role = role,
            Subnets = subnets,
            GroupIds = [group.Id!],
            HasPublicIpv4 = false,
            HasIpv6 = HasIpv6(group, subnets),
            Ports = null,
            IsIdle = true,
        };
    }

    private ImmutableArray<NetworkSubnet> Subnets(IEnumerable<RecordedResource> resources) =>
    [
        .. resources.Where(found => found.Type == NetworkMap.Subnet).Select(subnet => subnet.Id!).Distinct()
            .Select(_network.Find).OfType<NetworkSubnet>(),
    ];

    // A database names a subnet group: the subnets are those of what it depends on, or else all of the group's VPC.
    private ImmutableArray<NetworkSubnet> SubnetsBehind(RecordedResource resource, ImmutableArray<string> groups)
    {
        var behind = Subnets(resource.Dependencies.Select(_stack.Recorded.Find).OfType<RecordedResource>()
            .Where(dependency => !IsNetwork(dependency) || dependency.Type.EndsWith("SubnetGroup", StringComparison.Ordinal))
            .SelectMany(dependency => References(dependency.Inputs)));
        if (!behind.IsEmpty) return behind;
        var vpcId = _stack.Find(groups[0])?.Inputs.Text("vpcId");
        return [.. _network.Subnets.Where(subnet => subnet.VpcId == vpcId)];
    }

    private IEnumerable<RecordedResource> References(RecordedValue value) => value.Revealed switch
    {
        RecordedText { Value.Length: <= LongestReference } text => _stack.Find(text.Value) is { } found ? [found] : [],
        RecordedList list => list.SelectMany(References),
        RecordedMap map => map.SelectMany(entry => References(entry.Value)),
        _ => [],
    };

    private static string Label(RecordedResource resource) => resource.Type switch
    {
        Service => resource.Inputs.Text("name") ?? resource.Name,
        Endpoint => $"endpoint {ServiceOf(resource)}",
        LoadBalancer => "alb",
        _ => resource.Name,
    };

    /// <summary>The AWS service behind an endpoint: <c>ecr.api</c> of <c>com.amazonaws.eu-west-1.ecr.api</c>.</summary>
    public static string ServiceOf(RecordedResource endpoint) =>
        string.Join('.', (endpoint.Inputs.Text("serviceName") ?? "").Split('.').SkipWhile(part => part is "com" or "cn" or "amazonaws").Skip(1));

    // By what a resource is, never by the groups that it happens to have: a wrong group must not change the role.
    private static Peer.Group? Role(RecordedResource resource) => resource.Type switch
    {
        LoadBalancer => Peer.LoadBalancer,
        Endpoint => Peer.Endpoints,
        Service when resource.Inputs.Text("name") == GatewayContract.Name => Peer.Gateway,
        Service when resource.Inputs.Text("name") is { } name => Peer.Service(name),
        _ => null,
    };

    private bool HasPublicAddress(RecordedResource resource, ImmutableArray<NetworkSubnet> subnets)
    {
        if (_addressed.Contains(resource)) return true;
        if (resource.Type == LoadBalancer) return resource.Inputs.Boolean("internal") is not true;
        if (Explicit(resource.Inputs) is { } chosen) return chosen;
        return resource.Type is not (Endpoint or Service)
            && subnets.Any(subnet => subnet.Resource.Inputs.Boolean("mapPublicIpOnLaunch") is true);
    }

    private static bool? Explicit(RecordedMap map)
    {
        foreach (var (name, value) in map)
        {
            if (name is "assignPublicIp" or "associatePublicIpAddress" or "publiclyAccessible" && value.Revealed is RecordedBoolean flag) return flag.Value;
            var inner = value.Revealed switch
            {
                RecordedMap nested => Explicit(nested),
                RecordedList list => list.Maps.Select(Explicit).FirstOrDefault(found => found is not null),
                _ => null,
            };
            if (inner is not null) return inner;
        }

        return null;
    }

    private static bool HasIpv6(RecordedResource resource, ImmutableArray<NetworkSubnet> subnets) =>
        subnets.Any(subnet => subnet.Blocks.Any(block => AddressBlocks.FamilyOf(block) == AddressFamily.InterNetworkV6))
        && (resource.Type is not (LoadBalancer or Endpoint)
            || resource.Inputs.Text("ipAddressType") is { } type && (type.StartsWith("dualstack", StringComparison.Ordinal) || type == "ipv6"));

    private ImmutableArray<int>? Ports(RecordedResource resource) => resource.Type switch
    {
        LoadBalancer => [.. _stack.Referring(Listener, "loadBalancerArn", resource).Select(listener => (int)(listener.Inputs.Number("port") ?? 0)).Order()],
        Endpoint => [443],
        Service when _stack.Find(resource, "taskDefinition", DeclaredContainer.TaskDefinition) is { } task =>
            [.. _stack.ContainersOf(task).SelectMany(container => container.Ports).Order()],
        _ => null,
    };
}
