using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Configuration;
using SecureApi.Network;
using SecureApi.Tests.Support;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>The files of this repository are valid, and say what they are there to say.</summary>
public sealed class ShippedFilesTests
{
    [Fact]
    public void Prod_Offline_IsAHighlyAvailableProduction()
    {
        var settings = StackFileReader.Load(RepositoryFiles.Root, "prod");

        Assert.Equal(DeploymentEnvironment.Prod, settings.Environment);
        Assert.Equal(NatGatewayMode.PerAz, settings.Network.NatGateways);
        Assert.Equal([new("eu-west-1a", 0), new("eu-west-1b", 1), new("eu-west-1c", 2)], settings.Network.Zones(settings.Region));
        Assert.All(settings.Services.Values, service => Assert.InRange(service.MinTasks, 3, int.MaxValue));
        Assert.True(settings.IsBootstrap);
    }

    [Fact]
    public void Dev_Offline_IsCheap()
    {
        var settings = StackFileReader.Load(RepositoryFiles.Root, "dev");

        Assert.Equal(NatGatewayMode.Single, settings.Network.NatGateways);
        Assert.Equal(2, settings.Network.Zones(settings.Region).Length);
        Assert.Empty(settings.Network.InterfaceEndpoints);
        Assert.All([.. settings.Services.Values, (SecureApi.Ecs.TaskConfig)settings.Gateway], tasks => Assert.Equal((100, 1), (tasks.SpotPercent, tasks.MinTasks)));
        Assert.False(settings.Edge.DeletionProtection);
    }

    [Fact]
    public void ProjectFile_DeclaresEveryKeyWithTypeAndDescription()
    {
        var declared = Config("Pulumi.yaml");

        var keys = typeof(StackConfig).GetProperties()
            .Where(property => property.IsDefined(typeof(SettingAttribute), inherit: false))
            .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);
        Assert.Equal(keys.Order(StringComparer.Ordinal), declared.Keys.Order(StringComparer.Ordinal));
        Assert.All(declared.Values, entry =>
        {
            Assert.True(Text(entry, "type") is "string" or "object");
            Assert.NotEmpty(Text(entry, "description")!);
        });
    }

    /// <summary>Pulumi refuses a stack that lacks a key without a default, and there are two that have none.</summary>
    [Fact]
    public void ProjectFile_LeavesOutDefaultsOfRequiredKeysOnly()
    {
        var withoutDefault = Config("Pulumi.yaml").Where(entry => !entry.Value.Children.ContainsKey("default")).Select(entry => entry.Key);

        Assert.Equal(["edge", "services"], withoutDefault.Order(StringComparer.Ordinal));
    }

    private static Dictionary<string, YamlMappingNode> Config(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(RepositoryFiles.At(file))));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        return ((YamlMappingNode)root.Children["config"]).Children.ToDictionary(
            entry => ((YamlScalarNode)entry.Key).Value!, entry => (YamlMappingNode)entry.Value, StringComparer.Ordinal);
    }

    private static string? Text(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value;
}
