using System.Text.Json;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

public sealed class StackInvariantTests
{
    /// <summary>Longest physical names; Pulumi adds eight characters where the name is left to it.</summary>
    private static readonly Dictionary<string, (int Limit, string Input)> NameLimits = new(StringComparer.Ordinal)
    {
        ["aws:lb/loadBalancer:LoadBalancer"] = (32, "name"),
        ["aws:lb/targetGroup:TargetGroup"] = (32, "name"),
        ["aws:lb/trustStore:TrustStore"] = (32, "name"),
        ["aws:s3/bucket:Bucket"] = (63, "bucket"),
        ["aws:iam/role:Role"] = (64, "name"),
        ["aws:iam/policy:Policy"] = (128, "name"),
        ["aws:ec2/securityGroup:SecurityGroup"] = (255, "name"),
        ["aws:wafv2/webAcl:WebAcl"] = (128, "name"),
        ["aws:sns/topic:Topic"] = (256, "name"),
        ["aws:secretsmanager/secret:Secret"] = (512, "name"),
        ["aws:cloudwatch/metricAlarm:MetricAlarm"] = (255, "name"),
        ["aws:cloudwatch/logGroup:LogGroup"] = (512, "name"),
        ["aws:ecr/repository:Repository"] = (256, "name"),
        ["aws:ecs/cluster:Cluster"] = (255, "name"),
        ["aws:ecs/service:Service"] = (255, "name"),
        ["aws:ecs/taskDefinition:TaskDefinition"] = (255, "family"),
        ["aws:cloudwatch/queryDefinition:QueryDefinition"] = (255, "name"),
    };

    [Fact]
    public Task Urns_InEveryConfiguration_AreUnique() => StackMatrix.Holds((stack, _) =>
        stack.Resources.GroupBy(resource => resource.Urn).Where(group => group.Count() > 1).Select(group => $"{group.Key} twice")
            .Concat(stack.Resources.GroupBy(resource => (resource.Type, resource.Name)).Where(group => group.Count() > 1)
                .Select(group => $"{group.Key.Type} {group.Key.Name} twice")));

    [Fact]
    public Task Names_InEveryConfiguration_StayInsideAwssLimits() => StackMatrix.Holds((stack, _) => TooLong(stack));

    [Theory]
    [InlineData("a")]
    [InlineData("production-eu-west-1-customer-facing")]
    [InlineData("Feature_Branch.2026")]
    public async Task Names_OfLongOrOddStacks_StayInsideAwssLimits(string stackName)
    {
        var stack = await StackMatrix.Record(StackCase.Minimal(stackName, services: 3));
        Assert.Empty(TooLong(stack));
    }

    [Fact]
    public Task Tags_InEveryConfiguration_ComeFromTheProviderOfEveryAwsResource() => StackMatrix.Holds((stack, settings) =>
    {
        var provider = stack.OfType("pulumi:providers:aws").Single();
        var wanted = settings.Tags.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        wanted["Environment"] = settings.Environment switch
        {
            DeploymentEnvironment.Dev => "dev",
            DeploymentEnvironment.Staging => "staging",
            _ => "prod",
        };
        wanted["Project"] = settings.Project;
        wanted["Stack"] = settings.Stack;
        wanted["ManagedBy"] = "Pulumi";
        var (given, expected) = (DefaultTags(provider), Listed(wanted));
        return stack.Resources
            .Where(resource => resource.Type.StartsWith("aws:", StringComparison.Ordinal))
            .Where(resource => resource.Provider?.StartsWith(provider.Urn, StringComparison.Ordinal) != true)
            .Select(resource => $"{resource} uses another provider")
            .Concat(given == expected ? [] : [$"the provider's default tags are {given}, and must be {expected}"]);
    });

    [Fact]
    public async Task Tags_OfTheProdStack_AreTheseSix() => Assert.Equal(
        "CostCenter=platform, Environment=prod, ManagedBy=Pulumi, Owner=platform-team, Project=secure-api, Stack=prod",
        DefaultTags((await StackMatrix.Record(StackMatrix.Prod)).OfType("pulumi:providers:aws").Single()));

    [Fact]
    public Task Objects_InEveryConfiguration_LeaveTheProvidersTagsToTheirBucket() => StackMatrix.Holds((stack, _) =>
        stack.OfType("aws:s3/bucketObjectv2:BucketObjectv2")
            .Where(file => file.Inputs.Map("overrideProvider").Map("defaultTags")["tags"] is not RecordedMap { Count: 0 })
            .Select(file => $"{file.Name} could get more than the ten tags that S3 allows"));

    [Fact]
    public Task Components_InEveryConfiguration_AreTheParentsOfEveryResource() => StackMatrix.Holds((stack, _) =>
        stack.Resources.Skip(1)
            .Where(resource => resource.IsCustom && resource.Type != "pulumi:providers:aws")
            .Where(resource => resource.Parent is null || resource.Parent == stack.Root || resource.Parent.IsCustom)
            .Select(resource => $"{resource} is not the child of a component"));

    /// <summary>Under the recorder's mask, which the engine does not have.</summary>
    [Fact]
    public Task Secrets_InEveryConfiguration_AreMarkedWhereverTheyGo() => StackMatrix.Holds((stack, _) => PlainSecrets.In(stack));

    private static string DefaultTags(RecordedResource provider)
    {
        using var defaults = JsonDocument.Parse(provider.Inputs.Text("defaultTags")!);
        return Listed(defaults.RootElement.GetProperty("tags").EnumerateObject().ToDictionary(tag => tag.Name, tag => tag.Value.GetString()!));
    }

    private static string Listed(IReadOnlyDictionary<string, string> tags) =>
        string.Join(", ", tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));

    private static IEnumerable<string> TooLong(RecordedStack stack) =>
        from resource in stack.Resources
        where NameLimits.ContainsKey(resource.Type)
        let limit = NameLimits[resource.Type]
        let physical = resource.Inputs.Text(limit.Input) ?? resource.Name + "-0123456"
        where physical.Length > limit.Limit
        select $"{resource.Type}: {physical} has {physical.Length} characters, the limit is {limit.Limit}";
}
