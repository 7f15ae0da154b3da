using Pulumi;
using SecureApi.Ecs;
using SecureApi.Network;
using SecureApi.SecurityGroups;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Infra.SecurityGroups;

public sealed class ArchitectureFlowsTests
{
    [Fact]
    public void For_ADefaultStack_StatesTheArchitectureAndNothingElse()
    {
        var flows = Flows(StackCase.Minimal()).Select(flow => $"{flow.Id}: {Show(flow.Source)} -> {Show(flow.Destination)} {flow.Protocol}/{flow.Port}");
        Assert.Equal(
            [
                "internet-alb-https-0.0.0.0/0: 0.0.0.0/0 -> alb tcp/443",
                "internet-alb-http-0.0.0.0/0: 0.0.0.0/0 -> alb tcp/80",
                "alb-gateway-443: alb -> gateway tcp/443",
                "gateway-api-8000: gateway -> service-api tcp/8000",
                "gateway-dns-udp: gateway -> 10.0.0.2/32 udp/53",
                "gateway-dns-tcp: gateway -> 10.0.0.2/32 tcp/53",
                "gateway-s3: gateway -> s3 tcp/443",
                "gateway-internet-ipv4: gateway -> 0.0.0.0/0 tcp/443",
                "api-dns-udp: service-api -> 10.0.0.2/32 udp/53",
                "api-dns-tcp: service-api -> 10.0.0.2/32 tcp/53",
                "api-s3: service-api -> s3 tcp/443",
                "api-internet-ipv4: service-api -> 0.0.0.0/0 tcp/443",
            ],
            flows);
    }

    [Fact]
    public void For_AStackWithAllEndpoints_KeepsTheGatewayFromTheInternet()
    {
        var settings = StackCase.Minimal();
        var flows = Flows(settings with { Network = settings.Network with { InterfaceEndpoints = VpcEndpoints.NeededByTasks } });
        Assert.DoesNotContain(flows, flow => flow.Id.StartsWith("gateway-internet", StringComparison.Ordinal));
        Assert.Contains(flows, flow => flow is { Id: "gateway-endpoints", Destination: Peer.Group { Role: "endpoints" } });
    }

    [Fact]
    public void For_AStackWithoutNat_SendsNothingToTheInternet()
    {
        var settings = StackCase.Minimal();
        var flows = Flows(settings with
        {
            Network = settings.Network with { NatGateways = NatGatewayMode.None, InterfaceEndpoints = VpcEndpoints.NeededByTasks },
        });
        Assert.DoesNotContain(flows, flow => flow.Source is Peer.Group && flow.Destination is Peer.Ipv4 { Cidr: "0.0.0.0/0" });
    }

    [Fact]
    public void For_ADualStack_OpensIpv6BesideEachIpv4Flow()
    {
        var settings = StackCase.Minimal();
        var flows = Flows(settings with { Network = settings.Network with { Ipv6 = true } });
        Assert.Contains(flows, flow => flow.Id == "internet-alb-https-::/0");
        Assert.Contains(flows, flow => flow.Id == "api-internet-ipv6");
    }

    [Fact]
    public void For_AnyStack_NamesEachFlowOnce()
    {
        // Services that are called like the gateway's own flows end.
        var settings = StackCase.Minimal(services: 20);
        string[] names = ["s3", "endpoints", "dns-udp", "gateway-x", "x", "x-8000"];
        settings = settings with { Services = settings.Services.AddRange(names.Select(name => KeyValuePair.Create(name, new ServiceConfig { PathPrefix = $"/{name}" }))) };
        var ids = Flows(settings).Select(flow => flow.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }

    private static System.Collections.Immutable.ImmutableArray<Connection> Flows(SecureApi.Configuration.StackConfig settings) =>
        AllowedConnections.For(settings, Output.Create("pl-1"));

    private static string Show(Peer peer) => peer switch
    {
        Peer.Group group => group.Role,
        Peer.Ipv4 block => block.Cidr,
        Peer.Ipv6 block => block.Cidr,
        Peer.PrefixList list => list.Label,
        _ => "?",
    };
}
