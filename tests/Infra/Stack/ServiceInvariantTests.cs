using System.Text.Json;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Ecs;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

public sealed class ServiceInvariantTests
{
    private const string Service = "aws:ecs/service:Service";
    private const string TaskDefinition = "aws:ecs/taskDefinition:TaskDefinition";

    [Fact]
    public Task Tasks_InEveryConfiguration_RunInEveryPrivateSubnetWithoutPublicAddress() => StackMatrix.Holds((stack, _) =>
    {
        var subnets = stack.OfType("aws:ec2/subnet:Subnet")
            .Where(subnet => subnet.Inputs.Map("tags").Text("Tier") == "private")
            .Select(subnet => subnet.Id).Order(StringComparer.Ordinal).ToList();
        return stack.OfType(Service).Where(service =>
        {
            var network = service.Inputs.Map("networkConfiguration");
            return network.Boolean("assignPublicIp") != false
                || !network.List("subnets").Texts.Order(StringComparer.Ordinal).SequenceEqual(subnets!);
        }).Select(service => $"{service.Name} is not in every private subnet");
    });

    [Fact]
    public Task Sizes_InEveryConfiguration_AreLegalOnFargate() => StackMatrix.Holds((stack, _) =>
        stack.OfType(TaskDefinition)
            .Where(task => !FargateSizes.IsLegal(int.Parse(task.Inputs.Text("cpu")!), int.Parse(task.Inputs.Text("memory")!)))
            .Select(task => $"{task.Name}: {task.Inputs.Text("cpu")}/{task.Inputs.Text("memory")}"));

    [Fact]
    public Task Containers_InEveryConfiguration_AreHardened() => StackMatrix.Holds((stack, _) =>
        stack.OfType(TaskDefinition).SelectMany(task => Faults(task)));

    [Fact]
    public Task Containers_InEveryConfiguration_AreCanonical() => StackMatrix.Holds((stack, _) =>
        stack.OfType(TaskDefinition).SelectMany(task =>
        {
            using var json = JsonDocument.Parse(task.Inputs.Text("containerDefinitions")!);
            var container = json.RootElement[0];
            var members = container.EnumerateObject().Select(member => member.Name).ToList();
            var variables = container.GetProperty("environment").EnumerateArray().Select(pair => pair.GetProperty("name").GetString()!).ToList();
            return members.SequenceEqual(members.Order(StringComparer.Ordinal)) && variables.SequenceEqual(variables.Order(StringComparer.Ordinal))
                ? Array.Empty<string>() : [$"{task.Name} is not in a stable order"];
        }));

    [Fact]
    public Task Images_InEveryRunningConfiguration_ArePinnedByDigest() => StackMatrix.Holds((stack, settings) =>
        stack.OfType(TaskDefinition)
            .Where(task => settings.Images.ContainsKey(Container(task).GetProperty("name").GetString()!)
                != Container(task).GetProperty("image").GetString()!.Contains("@sha256:", StringComparison.Ordinal))
            .Select(task => $"{task.Name} is not pinned"));

    [Fact]
    public Task Services_InEveryConfiguration_DeploySafely() => StackMatrix.Holds((stack, _) =>
        stack.OfType(Service).Where(service =>
            service.Inputs.Number("deploymentMinimumHealthyPercent") != 100
            || service.Inputs.Map("deploymentCircuitBreaker").Boolean("rollback") != true
            || service.Inputs.Map("alarms").Boolean("rollback") != true
            || service.Inputs.Map("alarms").List("alarmNames").Count == 0
            || service.Inputs.Boolean("waitForSteadyState") != true
            || service.Inputs.Text("availabilityZoneRebalancing") != "ENABLED"
            || service.Inputs.Text("propagateTags") != "SERVICE"
            || service.Timeouts?.Create is null)
            .Select(service => $"{service.Name} could deploy unsafely"));

    [Fact]
    public Task DesiredCount_InEveryConfiguration_IsIgnoredExactlyWhereScalingOwnsIt() => StackMatrix.Holds((stack, settings) =>
    {
        var scaled = stack.OfType("aws:appautoscaling/target:Target").Select(target => target.Inputs.Text("resourceId")!).ToHashSet();
        return stack.OfType(Service).Where(service =>
            service.IgnoreChanges.Contains("desiredCount") != scaled.Any(id => id.EndsWith($"/{service.Inputs.Text("name")}", StringComparison.Ordinal)))
            .Select(service => $"{service.Name}: ignored and owned disagree");
    });

    [Fact]
    public Task Counts_InEveryConfiguration_AreZeroBeforeTheFirstImageAndAtLeastOneAfter() => StackMatrix.Holds((stack, settings) =>
        stack.OfType("aws:appautoscaling/target:Target")
            .Where(target => !settings.Images.ContainsKey(target.Inputs.Text("resourceId")!.Split('/')[^1])
                ? target.Inputs.Number("minCapacity") != 0 || target.Inputs.Number("maxCapacity") != 0
                : target.Inputs.Number("minCapacity") < 1 || target.Inputs.Number("maxCapacity") < target.Inputs.Number("minCapacity"))
            .Select(target => $"{target.Name}: {target.Inputs.Number("minCapacity")} to {target.Inputs.Number("maxCapacity")}"));

    [Fact]
    public Task GatewayService_InEveryConfiguration_WaitsForItsListenersAndPolicies() => StackMatrix.Holds((stack, _) =>
    {
        var needed = stack.OfType("aws:lb/listener:Listener").Select(listener => listener.Urn)
            .Concat(stack.OfType("aws:lb/listenerRule:ListenerRule")
                .Where(rule => !rule.Name.EndsWith("-own-paths", StringComparison.Ordinal)).Select(rule => rule.Urn))
            .Concat(stack.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
                .Where(attachment => attachment.Name.Contains("-gateway-exec", StringComparison.Ordinal)
                    || attachment.Name.Contains("-shift-", StringComparison.Ordinal))
                .Select(attachment => attachment.Urn));
        var gateway = stack.OfType(Service).Single(service => service.Inputs.Text("name") == "gateway");
        return needed.Except(gateway.Dependencies).Select(urn => $"the gateway does not wait for {urn}");
    });

    [Fact]
    public async Task Deployment_AfterTheFirstImages_ChangesNothingButWhatItMust()
    {
        var before = await StackMatrix.Record(StackCase.Minimal(bootstrap: true));
        var after = await StackMatrix.Record(StackCase.Minimal());
        var later = after.Resources.ToDictionary(resource => resource.Urn);
        Assert.Equal(before.Resources.Select(resource => resource.Urn).Order(), later.Keys.Order());

        var changed = before.Resources
            .Where(resource => !resource.Inputs.Equals(later[resource.Urn].Inputs))
            .Select(resource => $"{resource.Type} {resource.Name}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "aws:appautoscaling/target:Target secure-api-prod-api",
                "aws:appautoscaling/target:Target secure-api-prod-gateway",

                // What must be seen in silence is none before there is something to run.
                "aws:cloudwatch/metricAlarm:MetricAlarm secure-api-prod-api-tasks",
                "aws:cloudwatch/metricAlarm:MetricAlarm secure-api-prod-gateway-log",
                "aws:cloudwatch/metricAlarm:MetricAlarm secure-api-prod-gateway-tasks",
                "aws:cloudwatch/metricAlarm:MetricAlarm secure-api-prod-no-api-task",
                "aws:cloudwatch/metricAlarm:MetricAlarm secure-api-prod-no-gateway-task",
                "aws:ecs/service:Service secure-api-prod-api",
                "aws:ecs/service:Service secure-api-prod-gateway",
                "aws:ecs/taskDefinition:TaskDefinition secure-api-prod-api",
                "aws:ecs/taskDefinition:TaskDefinition secure-api-prod-gateway",
            ],
            changed);
    }

    /// <summary>
    /// A service comes in two deployments: the first makes its repository, the second runs its image. Neither touches the others'
    /// tasks; the gateway alone learns of the new route.
    /// </summary>
    [Fact]
    public async Task Service_AddedToARunningStack_HasNoTasksUntilItsImageExistsAndLeavesTheOthersAlone()
    {
        var settings = StackCase.Minimal();
        settings = settings with { Services = settings.Services.SetItem("api", settings.Services["api"] with { PathPrefix = "/api" }) };
        var added = settings with { Services = settings.Services.Add("orders", new ServiceConfig { PathPrefix = "/orders" }) };
        var before = await StackMatrix.Record(settings);
        var after = await StackMatrix.Record(added);
        var pushed = await StackMatrix.Record(added with { Images = added.Images.Add("orders", StackCase.Digest("orders")) });

        Assert.Contains(after.OfType("aws:ecr/repository:Repository"), repository => repository.Name == "secure-api-prod-orders");
        Assert.Equal(0, Single(after, Service, "orders").Inputs.Number("desiredCount"));
        foreach (var type in new[] { TaskDefinition, Service, "aws:appautoscaling/target:Target" })
            Assert.Equal(Single(before, type, "api").Inputs, Single(after, type, "api").Inputs);
        Assert.Equal(Single(before, "aws:appautoscaling/target:Target", "gateway").Inputs, Single(after, "aws:appautoscaling/target:Target", "gateway").Inputs);
        Assert.Contains("@sha256:", Container(Single(after, TaskDefinition, "gateway")).GetProperty("image").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            [
                "aws:appautoscaling/target:Target secure-api-prod-orders",
                "aws:cloudwatch/metricAlarm:MetricAlarm secure-api-prod-no-orders-task",
                "aws:cloudwatch/metricAlarm:MetricAlarm secure-api-prod-orders-tasks",
                "aws:ecs/service:Service secure-api-prod-orders",
                "aws:ecs/taskDefinition:TaskDefinition secure-api-prod-orders",
            ],
            pushed.Resources.Where(resource => !resource.Inputs.Equals(after.Resources.Single(other => other.Urn == resource.Urn).Inputs))
                .Select(resource => resource.ToString()).Order(StringComparer.Ordinal));
    }

    /// <summary>ECS takes another capacity provider strategy for a running service only with a new deployment.</summary>
    /// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html</remarks>
    [Fact]
    public Task Services_InEveryConfiguration_CanChangeTheirShareOfSpot() => StackMatrix.Holds((stack, _) =>
        stack.OfType(Service).Where(service => service.Inputs.Boolean("forceNewDeployment") != true)
            .Select(service => $"{service.Name}: a change of capacityProviderStrategies is refused without forceNewDeployment"));

    private static RecordedResource Single(RecordedStack stack, string type, string service) =>
        stack.OfType(type).Single(resource => resource.Name == $"secure-api-prod-{service}");

    private static IEnumerable<string> Faults(RecordedResource task)
    {
        var container = Container(task);
        if (!container.GetProperty("readonlyRootFilesystem").GetBoolean()) yield return $"{task.Name}: root file system";
        if (container.GetProperty("user").GetString() != ContainerDefinition.User) yield return $"{task.Name}: user";
        if (container.TryGetProperty("privileged", out _)) yield return $"{task.Name}: privileged";
        var linux = container.GetProperty("linuxParameters");
        if (linux.GetProperty("capabilities").GetProperty("drop")[0].GetString() != "ALL") yield return $"{task.Name}: capabilities";
        if (!linux.GetProperty("initProcessEnabled").GetBoolean()) yield return $"{task.Name}: init";
        var health = container.GetProperty("healthCheck");
        if (health.GetProperty("timeout").GetInt32() >= health.GetProperty("interval").GetInt32()) yield return $"{task.Name}: health check";
        if (container.GetProperty("logConfiguration").GetProperty("logDriver").GetString() != "awslogs") yield return $"{task.Name}: logs";
        if (container.GetProperty("stopTimeout").GetInt32() is < 30 or > 120) yield return $"{task.Name}: stop time-out";
    }

    private static JsonElement Container(RecordedResource task)
    {
        using var json = JsonDocument.Parse(task.Inputs.Text("containerDefinitions")!);
        return json.RootElement[0].Clone();
    }
}
