using System.Text.Json;
using SecureApi.Cli.Gate;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Diff;

/// <summary>The list of what providers replace, against the providers' schemas.</summary>
public sealed class ForcedReplacementTests
{
    [Theory]
    [InlineData("aws")]
    [InlineData("tls")]
    public void List_AgainstTheSchema_HasEveryTypeAndOnlyArgumentsThatExist(string package)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.At("sdks", "schema", $"{package}.json")));
        var types = schema.RootElement.GetProperty("resources").EnumerateObject().ToDictionary(type => type.Name, type => type.Value.GetProperty("inputProperties"));

        Assert.All(types.Keys, type => Assert.True(ForcedReplacements.Knows(type), type));
        string[] unknown =
        [
            .. from type in ForcedReplacements.All
               where types.ContainsKey(type.Key)
               from entry in type.Value
               let property = entry.TrimStart('!').Split('.')[0]
               where property != "*" && !types[type.Key].TryGetProperty(property, out _)
               select $"{type.Key}: {entry}",
        ];
        Assert.Empty(unknown);
    }

    [Theory]
    [InlineData("aws:ec2/subnet:Subnet", "cidrBlock", true)]
    [InlineData("aws:ec2/subnet:Subnet", "ipv6CidrBlock", false)]
    [InlineData("aws:ecs/taskDefinition:TaskDefinition", "containerDefinitions[name=api].image", true)]
    [InlineData("aws:ecs/taskDefinition:TaskDefinition", "tags.Owner", false)]
    [InlineData("aws:servicediscovery/service:Service", "dnsConfig.namespaceId", true)]
    [InlineData("aws:servicediscovery/service:Service", "dnsConfig.dnsRecords[0].ttl", false)]
    [InlineData("aws:s3/bucket:Bucket", "region", true)]
    [InlineData("other:index:Thing", "name", false)]
    public void Argument_ThatChanges_ReplacesWhereTheProviderCannotChangeIt(string type, string path, bool replaces) =>
        Assert.Equal(replaces, ForcedReplacements.Forces(type, path));
}
