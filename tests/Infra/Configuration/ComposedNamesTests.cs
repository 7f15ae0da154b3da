using System.Collections.Immutable;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Ecs;
using SecureApi.PrivateCa;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>Names that are made from several settings: either all of a stack's are different, or an error names the two settings.</summary>
public sealed class ComposedNamesTests
{
    private const int Seed = 20_261_130;
    private const int Stacks = 40;

    // Names that meet one another, or the names of the program's own parts.
    private static readonly string[] Services =
        ["api", "api-b", "api-b-c", "client", "client-a", "tls", "crl", "flow", "waf", "insights", "vpc-flow", "alb", "endpoints", "s3", "gateway-x", "x", "x-s3", "x-dns-tcp", "x-endpoints", "deploy", "server", "dns-udp"];

    private static readonly string[] Variables = ["KEY", "B_KEY", "key", "b_key", "C_B_KEY", "A", "SMOKE_TEST"];
    private static readonly string[] Clients = ["a", "b", "a.b", "smoke-test", "b-key"];
    private static readonly string[] Endpoints = ["ecr.api", "ecr-api", "ecr.dkr", "logs", "secretsmanager", "s3", "s3.interface"];

    [Theory]
    [InlineData("services/api", "{pathPrefix: /, secrets: {B_KEY: {external: true}}}", "services/api-b", "{pathPrefix: /b, secrets: {KEY: {external: true}}}", "services.api-b.secrets.KEY", "services.api.secrets.B_KEY")]
    [InlineData("services/client", "{pathPrefix: /c, secrets: {SMOKE_TEST: {external: true}}}", "mtls/clients/smoke-test", "{contact: a@acme.example, generateKey: true}", "mtls.clients.smoke-test", "services.client.secrets.SMOKE_TEST")]
    [InlineData("services/api", "{pathPrefix: /, secrets: {A_KEY: {external: true}}}", "services/api/secrets/a_key", "{external: true}", "services.api.secrets.a_key", "services.api.secrets.A_KEY")]
    [InlineData("network/interfaceEndpoints", "[s3, s3.interface]", "network/ipv6", "true", "network.interfaceEndpoints[1]", "network.interfaceEndpoints (s3)")]
    [InlineData("services/vpc-flow", "{pathPrefix: /v}", "network/ipv6", "true", "services.vpc-flow", "the VPC's flow log")]
    [InlineData("services/waf", "{pathPrefix: /w}", "network/ipv6", "true", "services.waf", "the web ACL")]
    [InlineData("services/tls", "{pathPrefix: /t, secrets: {A_KEY: {secure: AAABAN}}}", "network/ipv6", "true", "services.tls", "the gateway's key")]
    public void Names_ThatMeet_AreOneErrorThatNamesBothSettings(string first, string firstValue, string second, string secondValue, string key, string other)
    {
        var error = Assert.Single(new SampleStack().With(first, firstValue).With(second, secondValue).Errors());

        Assert.Equal($"secure-api:{key}", error.Key);
        Assert.Contains("the same name as that of", error.Rule, StringComparison.Ordinal);
        Assert.Contains(other, error.Rule, StringComparison.Ordinal);
    }

    /// <summary>
    /// Stacks of a few services, secrets, clients and endpoints from names that are likely to meet. What the check passes can be declared,
    /// with every name once; what it refuses cannot.
    /// </summary>
    [Fact]
    public async Task Names_OfAnyCombination_AreRefusedExactlyWhenTheyMeet()
    {
        var random = new Random(Seed);
        var refused = 0;
        for (var i = 0; i < Stacks; i++)
        {
            var settings = Combination(random);
            var errors = Check(settings);
            var meeting = await Meeting(settings);

            Assert.True(errors.IsEmpty == (meeting is null), $"stack {i}: {meeting ?? "every name once"}; {string.Join("; ", errors.Select(error => $"{error.Key}: {error.Rule}"))}");
            if (!errors.IsEmpty) refused++;
        }

        Assert.InRange(refused, Stacks / 8, Stacks - (Stacks / 8));
    }

    private static StackConfig Combination(Random random)
    {
        T[] Some<T>(T[] from, int most) => [.. from.OrderBy(_ => random.Next()).Take(random.Next(most + 1))];
        var settings = StackCase.Minimal();
        var services = Some(Services, 4).DefaultIfEmpty("api").ToSortedMap(name => name, name => new ServiceConfig
        {
            PathPrefix = $"/{name}",
            Secrets = Some(Variables, 2).ToSortedMap(variable => variable, _ => random.Next(4) == 0 ? SecretText.Encrypted : SecretText.External),
        });
        return settings with
        {
            Services = services,
            Images = settings.Images.Clear(),
            Network = settings.Network with { Ipv6 = true, InterfaceEndpoints = [.. Some(Endpoints, 4).DefaultIfEmpty("kms")] },
            Mtls = settings.Mtls with
            {
                Crl = random.Next(2) == 0 ? null : new RevocationListConfig { Number = 1, ThisUpdate = new DateOnly(2026, 7, 25) },
                Clients = Some(Clients, 3).ToSortedMap(name => name, _ => new ClientConfig { Contact = "a@acme.example", GenerateKey = true }),
            },
        };
    }

    private static ImmutableArray<ConfigError> Check(StackConfig settings)
    {
        var errors = new ConfigErrors(new EngineConfiguration { Project = settings.Project, Stack = settings.Stack, Values = SortedMaps.Empty<string>() }, []);
        ComposedNames.Check(settings, errors);
        return errors.InFileOrder();
    }

    /// <summary>A name that two resources of one type have, by Pulumi's reckoning or by AWS's.</summary>
    private static async Task<string?> Meeting(StackConfig settings)
    {
        try
        {
            var stack = await StackRecorder.RecordAsync(settings.Project, settings.Stack, settings.Region, options => new SecureApiStack(settings, options), new RecordingOptions());
            return stack.Resources
                .Select(resource => (resource.Type, Name: resource.Inputs.Text("name")))
                .Where(resource => resource.Name is not null && resource.Type.StartsWith("aws:", StringComparison.Ordinal) && !resource.Type.StartsWith("aws:route53", StringComparison.Ordinal))
                .GroupBy(resource => resource)
                .Where(group => group.Count() > 1)
                .Select(group => $"{group.Key}")
                .FirstOrDefault();
        }
        catch (UserException error)
        {
            return error.Message;
        }
    }
}
