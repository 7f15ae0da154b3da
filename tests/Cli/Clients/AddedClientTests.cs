using System.Security.Cryptography.X509Certificates;
using SecureApi.Configuration;
using SecureApi.PrivateCa;
using Xunit;

namespace SecureApi.Tests.Cli.Clients;

/// <summary>What a pull request about one client changes, and that it changes nothing else.</summary>
public sealed class AddedClientTests
{
    [Fact]
    public async Task NewClient_WithPaths_AddsItsResourcesAndChangesTheGatewaysRulesOnly()
    {
        var before = IssuedStack.Settings("acme");
        var after = before with
        {
            Mtls = before.Mtls with
            {
                Clients = before.Mtls.Clients.Add("bulk", new ClientConfig { Contact = "ops@bulk.example", GenerateKey = true, PathPrefixes = ["/v1/bulk"] }),
            },
        };
        var (added, changed, gone) = await Difference(before, after);
        Assert.NotEmpty(added);
        Assert.All(added, urn => Assert.EndsWith("-client-bulk", urn, StringComparison.Ordinal));
        Assert.Equal(["aws:ecs/taskDefinition:TaskDefinition secure-api-prod-gateway: containerDefinitions"], changed);
        Assert.Empty(gone);
    }

    [Fact]
    public async Task NewClient_ForAllPaths_ChangesTheGatewaysRulesAlone()
    {
        var (added, changed, gone) = await Difference(IssuedStack.Settings("acme"), IssuedStack.Settings("acme", "bulk"));
        Assert.All(added, urn => Assert.EndsWith("-client-bulk", urn, StringComparison.Ordinal));
        // The gateway refuses clients that its rules do not name.
        Assert.Equal(["aws:ecs/taskDefinition:TaskDefinition secure-api-prod-gateway: containerDefinitions"], changed);
        Assert.Empty(gone);
    }

    [Fact]
    public async Task RevokedClient_ByName_ChangesListsAndRulesAndNoOtherClient()
    {
        var before = IssuedStack.Settings("acme", "bulk");
        var after = before with
        {
            Mtls = before.Mtls with
            {
                Crl = before.Mtls.Crl! with { Number = 2 },
                Revocations = [new RevocationConfig { Client = "acme", Date = IssuedStack.Today, Reason = X509RevocationReason.PrivilegeWithdrawn }],
            },
        };
        var (added, changed, gone) = await Difference(before, after);
        Assert.Empty(added);
        Assert.Empty(gone);
        Assert.Equal(
            [
                "aws:ecs/taskDefinition:TaskDefinition secure-api-prod-gateway: containerDefinitions",
                "aws:lb/trustStoreRevocation:TrustStoreRevocation secure-api-prod-crl-g1: revocationsS3ObjectVersion",
                "aws:s3/bucketObjectv2:BucketObjectv2 secure-api-prod-crl-g1: content",
                "aws:secretsmanager/secretVersion:SecretVersion secure-api-prod-crl: secretString",
                "tls:index/locallySignedCert:LocallySignedCert secure-api-prod-client-acme: earlyRenewalHours",
            ],
            changed);
    }

    private static async Task<(List<string> Added, List<string> Changed, List<string> Gone)> Difference(
        StackConfig before, StackConfig after)
    {
        var old = (await IssuedStack.Record(before)).Stack.Resources.Skip(1).ToDictionary(resource => resource.Urn);
        var now = (await IssuedStack.Record(after)).Stack.Resources.Skip(1).ToDictionary(resource => resource.Urn);

        // The ECS service names its task definition by revision; that it follows is no change of its own.
        var changed = from urn in now.Keys.Intersect(old.Keys)
                      where now[urn].IsCustom && now[urn].Type != "aws:ecs/service:Service"
                      from input in now[urn].Inputs.Names.Union(old[urn].Inputs.Names)
                      where !Equals(now[urn].Inputs[input], old[urn].Inputs[input])
                      select $"{now[urn].Type} {now[urn].Name}: {input}";
        return ([.. now.Keys.Except(old.Keys)], [.. changed.Order(StringComparer.Ordinal)], [.. old.Keys.Except(now.Keys)]);
    }
}
