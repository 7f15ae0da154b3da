using SecureApi.Cli.Audit.Reachability;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Reachability;

/// <summary>The reachability proof understands every network resource.</summary>
public sealed class NetworkIsUnderstood : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "reach-understood",
        Title = "The reachability proof understands every network resource",
        Why = "A proof that overlooks a peering, a network ACL or a transit gateway proves nothing.",
        Document = "https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html",
        Severity = Severity.High,
    };

    private static readonly string[] NetworkModules =
    [
        "aws:ec2/", "aws:vpc/", "aws:ec2transitgateway/", "aws:networkfirewall/", "aws:networkmanager/", "aws:vpclattice/",
        "aws:globalaccelerator/", "aws:directconnect/", "aws:ec2clientvpn/",
    ];

    private static readonly string[] Understood =
    [
        "vpc:Vpc", "subnet:Subnet", "internetGateway:InternetGateway", "internetGatewayAttachment:InternetGatewayAttachment",
        "egressOnlyInternetGateway:EgressOnlyInternetGateway", "eip:Eip", "natGateway:NatGateway", "routeTable:RouteTable", "route:Route",
        "routeTableAssociation:RouteTableAssociation", "mainRouteTableAssociation:MainRouteTableAssociation",
        "defaultRouteTable:DefaultRouteTable", "securityGroup:SecurityGroup", "defaultSecurityGroup:DefaultSecurityGroup",
        "securityGroupRule:SecurityGroupRule", "securityGroupIngressRule:SecurityGroupIngressRule",
        "securityGroupEgressRule:SecurityGroupEgressRule", "vpcEndpoint:VpcEndpoint", "flowLog:FlowLog",
    ];

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var resource in stack.Recorded.Resources.Where(IsNetwork))
        {
            var known = Understood.Contains(resource.Type[(resource.Type.IndexOf('/', StringComparison.Ordinal) + 1)..]);
            yield return Verdict.Of(resource, known, $"The proof does not know resources of the type {resource.Type}.", new Evidence("type", resource.Type));
        }

        foreach (var route in stack.Reachability.Nodes.SelectMany(node => node.Subnets).SelectMany(subnet => subnet.Routes).Distinct())
        {
            if (route.Kind == RouteTargetKind.Unknown)
                yield return Verdict.Of(route.Resource, met: false, $"The route {route.Resource.Name} leads to something that the proof does not know.", new Evidence("destination", $"{route.Destination}"));
        }

        foreach (var rule in stack.Reachability.Rules.Where(rule => rule is { PeerBlock: null, PeerGroupId: null, PeerPrefixListId: null }))
            yield return Verdict.Of(rule.Resource, met: false, "The rule names no peer that the proof can read.", new Evidence("rule", rule.ToString()));
    }

    private static bool IsNetwork(RecordedResource resource) =>
        Array.Exists(NetworkModules, module => resource.Type.StartsWith(module, StringComparison.Ordinal));
}
