using System.Collections.Immutable;
using SecureApi.Configuration;
using SecureApi.Ecs;
using SecureApi.GitHubActions;
using SecureApi.Network;
using SecureApi.PrivateCa;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>
/// A few configurations that between them declare every kind of resource, in every way of reaching AWS and every partition.
/// Recorded once each, by <see cref="StackMatrix"/>.
/// </summary>
public static class ContrastingStacks
{
    private const string Everywhere = "everything in Frankfurt";

    public static ImmutableArray<StackCase> All { get; } =
    [
        StackMatrix.Prod,
        StackMatrix.Dev,
        Natless(),
        new StackCase { Name = Everywhere, Settings = Full("eu-central-1") },
        new StackCase { Name = "everything in GovCloud", Settings = Full("us-gov-west-1") },
        new StackCase { Name = "everything in China", Settings = Full("cn-north-1") },
    ];

    /// <summary>The stack with everything switched on.</summary>
    public static StackCase Everything => All.Single(configuration => configuration.Name == Everywhere);

    /// <summary>The stack whose tasks reach AWS through interface endpoints alone.</summary>
    public static StackCase WithoutNat => All.Single(configuration => configuration.Settings.Network.NatGateways == NatGatewayMode.None);

    private static StackCase Natless()
    {
        var settings = StackCase.Of(2, NatGatewayMode.None, ipv6: false, MutualTlsMode.Verify, services: 2, bootstrap: false).Settings;
        return new StackCase { Name = "two services without NAT", Settings = settings with { Services = WithSecrets(settings.Services) } };
    }

    private static StackConfig Full(string region)
    {
        var settings = StackCase.Minimal(services: 2);
        return settings with
        {
            Region = AwsRegion.Parse(region),
            Network = settings.Network with
            {
                Ipv6 = true,
                NatGateways = NatGatewayMode.PerAz,
                InterfaceEndpoints = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"],
            },
            Alarms = settings.Alarms with { Emails = ["oncall@example.com"] },
            Gateway = settings.Gateway with
            {
                Deployment = new DeploymentConfig { Strategy = DeploymentStrategy.Canary, TestHeader = "x-revision" },
            },
            Services = WithSecrets(settings.Services),
            Mtls = settings.Mtls with
            {
                Ca = settings.Mtls.Ca with { Generations = ["g1", "g2"], Issuing = "g2" },
                Crl = new RevocationListConfig { Number = 2, ThisUpdate = new DateOnly(2026, 7, 25) },
                Clients = settings.Mtls.Clients.Add("acme", new ClientConfig
                {
                    Contact = "ops@acme.example",
                    GenerateKey = true,
                    PathPrefixes = ["/api/webhooks/acme"],
                }),
            },
            Github = new GitHubConfig
            {
                Repository = "example/secure-api",
                StateBucket = "example-pulumi-state",
            },
        };
    }

    private static ImmutableSortedDictionary<string, ServiceConfig> WithSecrets(ImmutableSortedDictionary<string, ServiceConfig> services) => services.SetItem("api", services["api"] with
    {
        Secrets = services["api"].Secrets.Add("API_WEBHOOK_KEYS", new SecretText("kept by the stack")).Add("API_TOKEN", SecretText.External),
    });
}
