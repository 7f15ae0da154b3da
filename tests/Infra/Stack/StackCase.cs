using System.Security.Cryptography;
using System.Text;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Ecs;
using SecureApi.LoadBalancing;
using SecureApi.Network;
using SecureApi.PrivateCa;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>A configuration of the matrix, and what tells it from the others.</summary>
public sealed record StackCase
{
    public required string Name { get; init; }

    public required StackConfig Settings { get; init; }

    public override string ToString() => Name;

    /// <summary>A digest that is well formed and the same for the same image.</summary>
    public static string Digest(string image) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(image)));

    /// <summary>A stack with one service, everything else at its default.</summary>
    public static StackConfig Minimal(string stack = "prod", int services = 1, bool bootstrap = false)
    {
        var names = Enumerable.Range(0, services).Select(index => index == 0 ? "api" : $"service-{index}").ToList();
        return new StackConfig
        {
            Project = "secure-api",
            Stack = stack,
            Region = AwsRegion.Parse("eu-west-1"),
            Edge = new EdgeConfig { Domain = "api.example.com", HostedZoneId = "Z0123456789ABCDEFGHIJ" },
            Services = names.ToSortedMap(name => name,
                name => new ServiceConfig { PathPrefix = services == 1 ? "/" : $"/{name}" }),
            Images = bootstrap
                ? SortedMaps.Empty<string>()
                : names.Append("gateway").ToSortedMap(name => name, Digest),
        };
    }

    public static StackCase Of(
        int zones, NatGatewayMode nat, bool ipv6, MutualTlsMode mode, int services, bool bootstrap)
    {
        var settings = Minimal(services: services, bootstrap: bootstrap);
        return new StackCase
        {
            Name = $"{zones} zones, NAT {nat}, {(ipv6 ? "dual stack" : "IPv4")}, {mode}, {services} services{(bootstrap ? ", bootstrap" : "")}",
            Settings = settings with
            {
                Environment = nat == NatGatewayMode.PerAz ? DeploymentEnvironment.Prod : DeploymentEnvironment.Dev,
                Network = new NetworkConfig
                {
                    AvailabilityZones = [.. "abcd".Take(zones).Select(letter => $"us-east-1{letter}")],
                    NatGateways = nat,
                    Ipv6 = ipv6,
                    InterfaceEndpoints = nat == NatGatewayMode.None ? ["ecr.api", "ecr.dkr", "logs", "secretsmanager"] : [],
                },
                Region = AwsRegion.Parse("us-east-1"),
                Mtls = new MutualTlsConfig { Mode = mode },
            },
        };
    }
}
