using Pulumi;
using SecureApi.Cli.Preview.Recording;
using SecureApi.SecurityGroups;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

public sealed class SecurityGroupInvariantTests
{
    private const string Ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
    private const string Egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

    [Fact]
    public Task Rules_InEveryConfiguration_BelongToAStatedFlow() => StackMatrix.Holds((stack, settings) =>
    {
        var flows = AllowedConnections.For(settings, Output.Create("pl-1")).ToDictionary(flow => flow.Id);
        return Rules(stack).Where(rule =>
        {
            var flow = flows.GetValueOrDefault(rule.Inputs.Map("tags").Text("Connection") ?? "");
            return flow is null
                || rule.Inputs.Number("fromPort") != flow.Port
                || rule.Inputs.Number("toPort") != flow.Port
                || rule.Inputs.Text("ipProtocol") != flow.Protocol
                || rule.Inputs.Text("description") != flow.Purpose;
        }).Select(rule => $"{rule.Name} matches no flow");
    });

    [Fact]
    public Task Flows_InEveryConfiguration_HaveARuleAtEachEndThatIsAGroup() => StackMatrix.Holds((stack, settings) =>
    {
        var ingress = stack.OfType(Ingress).Select(rule => rule.Inputs.Map("tags").Text("Connection")).ToHashSet();
        var egress = stack.OfType(Egress).Select(rule => rule.Inputs.Map("tags").Text("Connection")).ToHashSet();
        return AllowedConnections.For(settings, Output.Create("pl-1"))
            .Where(flow => (flow.Source is Peer.Group) != egress.Contains(flow.Id)
                || (flow.Destination is Peer.Group) != ingress.Contains(flow.Id))
            .Select(flow => $"{flow.Id} lacks a rule, or has one too many");
    });

    /// <summary>A service of such a name would declare a resource twice.</summary>
    [Fact]
    public Task FlowsOfTheGateway_InEveryConfiguration_HaveNamesThatNoServiceMayHave() => StackMatrix.Holds((_, settings) =>
        AllowedConnections.For(settings, Output.Create("pl-1"))
            .Where(flow => flow.Id.StartsWith("gateway-", StringComparison.Ordinal))
            .Select(flow => flow.Id["gateway-".Length..])
            .Where(name => !settings.Services.ContainsKey(name) && !AllowedConnections.OutboundNames.Contains(name)));

    [Fact]
    public Task Groups_InEveryConfiguration_HaveNoRulesOfTheirOwn() => StackMatrix.Holds((stack, _) =>
        stack.OfType("aws:ec2/securityGroup:SecurityGroup")
            .Where(group => group.Inputs["ingress"] is not null || group.Inputs["egress"] is not null)
            .Select(group => $"{group.Name} has inline rules"));

    [Fact]
    public Task Services_InEveryConfiguration_AreReachedFromTheGatewayAlone() => StackMatrix.Holds((stack, _) =>
    {
        var groups = stack.OfType("aws:ec2/securityGroup:SecurityGroup").ToDictionary(group => group.Id!, group => group.Name);
        return stack.OfType(Ingress)
            .Where(rule => groups[rule.Inputs.Text("securityGroupId")!].Contains("-service-", StringComparison.Ordinal))
            .Where(rule => rule.Inputs.Text("referencedSecurityGroupId") is not { } source
                || !groups[source].EndsWith("-gateway", StringComparison.Ordinal))
            .Select(rule => $"{rule.Name} opens a service to somebody else");
    });

    [Fact]
    public Task OnlyTheLoadBalancer_InEveryConfiguration_AcceptsAddressesFromOutside() => StackMatrix.Holds((stack, _) =>
    {
        var groups = stack.OfType("aws:ec2/securityGroup:SecurityGroup").ToDictionary(group => group.Id!, group => group.Name);
        return stack.OfType(Ingress)
            .Where(rule => rule.Inputs["cidrIpv4"] is not null || rule.Inputs["cidrIpv6"] is not null)
            .Where(rule => !groups[rule.Inputs.Text("securityGroupId")!].EndsWith("-alb", StringComparison.Ordinal))
            .Select(rule => $"{rule.Name} is open to addresses");
    });

    private static IEnumerable<RecordedResource> Rules(RecordedStack stack) => stack.OfType(Ingress).Concat(stack.OfType(Egress));
}
