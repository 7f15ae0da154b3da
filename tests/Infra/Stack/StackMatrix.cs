using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Ecs;
using SecureApi.GitHubActions;
using SecureApi.Network;
using SecureApi.PrivateCa;
using SecureApi.Tests.Infra.Configuration;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>
/// Every configuration over which the invariants hold, each recorded once and shared by all tests: zones, NAT modes,
/// address families, mutual TLS modes, service counts, first deployment or running; and the stacks of this repository.
/// </summary>
public static class StackMatrix
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<RecordedStack>>> Recorded = new(StringComparer.Ordinal);

    public static ImmutableArray<StackCase> Cases { get; } = [.. All()];

    /// <summary>The production stack of this repository, with the images that the offline preview stands in.</summary>
    public static StackCase Prod => Cases.Single(configuration => configuration.Name == "prod");

    /// <summary>The configuration of a name, such as the one of <c>everything.yaml</c>: every optional part, and no number twice.</summary>
    public static StackCase Case(string name) => Cases.Single(configuration => configuration.Name == name);

    public static StackCase Dev => Cases.Single(configuration => configuration.Name == "dev");

    public static Task<RecordedStack> Record(StackCase configuration) => Recorded.GetOrAdd(
        configuration.Name, _ => new Lazy<Task<RecordedStack>>(() => Record(configuration.Settings))).Value;

    public static Task<RecordedStack> Record(StackConfig settings) => StackRecorder.RecordAsync(
        settings.Project, settings.Stack, settings.Region, options => new SecureApiStack(settings, options));

    /// <summary>
    /// Applies a check to every configuration and fails with all that it found, each with the configuration's name.
    /// </summary>
    public static async Task Holds(Func<RecordedStack, StackConfig, IEnumerable<string>> faults)
    {
        var found = new List<string>();
        foreach (var configuration in Cases)
        {
            var stack = await Record(configuration);
            found.AddRange(faults(stack, configuration.Settings).Select(fault => $"[{configuration.Name}] {fault}"));
        }

        Assert.True(found.Count == 0, string.Join('\n', found.Take(30)));
    }

    private static IEnumerable<StackCase> All()
    {
        foreach (var zones in new[] { 2, 3, 4 })
            foreach (var nat in Enum.GetValues<NatGatewayMode>())
                foreach (var ipv6 in new[] { false, true })
                    foreach (var mode in Enum.GetValues<MutualTlsMode>())
                        foreach (var bootstrap in new[] { false, true })
                            yield return StackCase.Of(zones, nat, ipv6, mode, services: 1, bootstrap);

        yield return StackCase.Of(3, NatGatewayMode.PerAz, ipv6: true, MutualTlsMode.Verify, services: 20, bootstrap: false);
        yield return StackCase.Of(2, NatGatewayMode.None, ipv6: false, MutualTlsMode.Passthrough, services: 20, bootstrap: true);
        yield return StackCase.Of(4, NatGatewayMode.Single, ipv6: true, MutualTlsMode.Verify, services: 7, bootstrap: false);
        foreach (var strategy in Enum.GetValues<DeploymentStrategy>())
            foreach (var bootstrap in new[] { false, true })
                yield return Strategy(strategy, bootstrap);

        yield return Spot();
        yield return Client();
        yield return Pipeline(new GitHubConfig { Repository = "example/secure-api" }, DeploymentStrategy.Linear);
        yield return Pipeline(new GitHubConfig
        {
            Repository = "example-123456/secure-api-456789",
            Environment = "production",
            ProviderArn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
            StateBucket = "example-pulumi-state",
            StateKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/12345678-1234-1234-1234-123456789012",
        }, DeploymentStrategy.Rolling);
        yield return Repository("prod");
        yield return Repository("dev");
        yield return Everything();
    }

    private static StackCase Strategy(DeploymentStrategy strategy, bool bootstrap)
    {
        var settings = StackCase.Minimal(bootstrap: bootstrap);
        return new StackCase
        {
            Name = $"{strategy} deployments{(bootstrap ? ", bootstrap" : "")}",
            Settings = settings with
            {
                Gateway = settings.Gateway with
                {
                    Deployment = new DeploymentConfig
                    {
                        Strategy = strategy,
                        TestHeader = strategy == DeploymentStrategy.Canary ? "x-revision" : null,
                    },
                },
            },
        };
    }

    private static StackCase Pipeline(GitHubConfig github, DeploymentStrategy strategy)
    {
        var settings = Strategy(strategy, bootstrap: false).Settings;
        return new StackCase
        {
            Name = $"GitHub Actions of {github.Repository}",
            Settings = settings with { Github = github },
        };
    }

    private static StackCase Spot()
    {
        var settings = StackCase.Minimal();
        return new StackCase
        {
            Name = "half on Spot, existing certificate, no logs",
            Settings = settings with
            {
                Edge = settings.Edge with
                {
                    HostedZoneId = null,
                    CertificateArn = "arn:aws:acm:eu-west-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef",
                    Logs = settings.Edge.Logs with { Enabled = false },
                },
                Network = settings.Network with { FlowLogs = settings.Network.FlowLogs with { Enabled = false } },
                Waf = settings.Waf with { Logs = settings.Waf.Logs with { Enabled = false } },
                Services = settings.Services.SetItem("api", settings.Services["api"] with { SpotPercent = 50 }),
                Gateway = settings.Gateway with { SpotPercent = 50, Architecture = CpuArchitecture.X86_64 },
            },
        };
    }

    private static StackCase Client()
    {
        var settings = StackCase.Minimal();
        return new StackCase
        {
            Name = "a client whose key the stack makes, a second CA generation, and revocation lists",
            Settings = settings with
            {
                Mtls = settings.Mtls with
                {
                    Ca = settings.Mtls.Ca with { Generations = ["g1", "g2"], Issuing = "g2" },
                    Crl = new RevocationListConfig { Number = 2, ThisUpdate = new DateOnly(2026, 7, 25) },
                    Revocations =
                    [
                        new RevocationConfig { Client = "acme", Date = new DateOnly(2026, 7, 25), Reason = X509RevocationReason.KeyCompromise },
                        new RevocationConfig { Serial = "4a3f9c0e5b7d12a86fe0417c92d3b585", Date = new DateOnly(2026, 7, 1) },
                    ],
                    Clients = settings.Mtls.Clients.Add("acme", new ClientConfig
                    {
                        Contact = "ops@acme.example",
                        GenerateKey = true,
                        PathPrefixes = ["/v1/webhooks/acme"],
                    }),
                },
                Services = settings.Services.SetItem("api", settings.Services["api"] with
                {
                    Secrets = settings.Services["api"].Secrets
                        .Add("API_WEBHOOK_KEYS", new SecretText("a-secret-that-no-output-may-show"))
                        .Add("API_TOKEN", SecretText.External),
                }),
            },
        };
    }

    private static StackCase Everything()
    {
        using var project = new TemporaryProject(
            "name: secure-api\nruntime: dotnet\n", "everything", File.ReadAllText(RepositoryFiles.At("tests", "Infra", "Stack", "everything.yaml")));
        return new StackCase { Name = "everything", Settings = StackFileReader.Load(project.Path, "everything") };
    }

    private static StackCase Repository(string stack)
    {
        var settings = StackFileReader.Load(RepositoryFiles.Root, stack);
        return new StackCase
        {
            Name = stack,
            Settings = settings.IsBootstrap
                ? settings with
                {
                    Images = settings.Services.Keys.Append("gateway")
                        .ToSortedMap(image => image, StackCase.Digest),
                }
                : settings,
        };
    }
}
