using System.Text.Json;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;
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
    public Task Images_InEveryConfiguration_ArePinnedByDigest() => StackMatrix.Holds((stack, settings) =>
        stack.OfType(TaskDefinition)
            .Where(task => settings.Images.GetValueOrDefault(Container(task).GetProperty("name").GetString()!) is not { } digest
                || !Container(task).GetProperty("image").GetString()!.EndsWith($"@{digest}", StringComparison.Ordinal))
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

    /// <summary>
    /// A service that existed with no tasks would be steady whatever its first image does: scaling, which nothing watches, would
    /// start the tasks later. It is made with them instead, and `pulumi up` waits.
    /// </summary>
    [Fact]
    public Task Services_InEveryConfiguration_ComeWithTheirImageAndAllTheirTasks() => StackMatrix.Holds((stack, settings) =>
        settings.WithoutImage.Where(name => stack.OfType(Service).Any(service => service.Inputs.Text("name") == name))
            .Select(name => $"{name} is there before its image")
            .Concat(settings.Images.Keys.Where(name => stack.OfType(Service).All(service => service.Inputs.Text("name") != name))
                .Select(name => $"{name} is missing"))
            .Concat(
                from service in stack.OfType(Service)
                let bounds = stack.OfType("aws:appautoscaling/target:Target").Single(target => target.Name == service.Name).Inputs
                where service.Inputs.Number("desiredCount") is not >= 1
                    || bounds.Number("minCapacity") != service.Inputs.Number("desiredCount")
                    || bounds.Number("maxCapacity") < bounds.Number("minCapacity")
                select $"{service.Name} starts with {service.Inputs.Number("desiredCount")} tasks, of {bounds.Number("minCapacity")} to {bounds.Number("maxCapacity")}"));

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
        return stack.OfType(Service).Where(service => service.Inputs.Text("name") == "gateway")
            .SelectMany(gateway => needed.Except(gateway.Dependencies).Select(urn => $"the gateway does not wait for {urn}"));
    });

    [Fact]
    public async Task Deployment_AfterTheFirstImages_AddsTheServicesAndChangesNothing()
    {
        var before = await StackMatrix.Record(StackCase.Minimal(bootstrap: true));
        var after = await StackMatrix.Record(StackCase.Minimal());

        Assert.Equal(
            ((string[])[.. Running("api"), .. Running("gateway"), "aws:appautoscaling/policy:Policy secure-api-prod-gateway-requests"]).Order(StringComparer.Ordinal),
            Added(before, after, changed: [.. SeenInSilence("api"), .. SeenInSilence("gateway"), "aws:cloudwatch/metricAlarm:MetricAlarm secure-api-prod-gateway-log"]));
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

        var first = Added(before, after, changed: ["aws:cloudwatch/dashboard:Dashboard secure-api-prod-dashboard", $"{TaskDefinition} secure-api-prod-gateway"]).ToList();
        Assert.Contains("aws:ecr/repository:Repository secure-api-prod-orders", first);
        Assert.Contains("aws:servicediscovery/service:Service secure-api-prod-orders", first);
        Assert.DoesNotContain(first, resource => resource.StartsWith("aws:ecs/", StringComparison.Ordinal));
        Assert.Equal(Running("orders"), Added(after, pushed, changed: [.. SeenInSilence("orders")]));
    }

    /// <summary>
    /// A service's port belongs to its tasks. Another one is another rule, which Pulumi makes before it replaces the tasks; it
    /// deletes what the program no longer declares after everything else. The gateway learns ports by DNS, and is not replaced.
    /// </summary>
    [Fact]
    public async Task Port_ChangedOnALivingService_OpensTheNewOneBeforeTheTasksAndClosesTheOldOneAfterThem()
    {
        var settings = StackCase.Minimal();
        var moved = settings with { Services = settings.Services.SetItem("api", settings.Services["api"] with { Port = 9000 }) };
        var before = await StackMatrix.Record(settings);
        var after = await StackMatrix.Record(moved);

        var old = before.Resources.Select(resource => resource.ToString()).Except(after.Resources.Select(resource => resource.ToString()));
        Assert.Equal(["SecurityGroupEgressRule secure-api-prod-gateway-api-8000", "SecurityGroupIngressRule secure-api-prod-gateway-api-8000"], Short(old));
        Assert.Equal(
            ["SecurityGroupEgressRule secure-api-prod-gateway-api-9000", "SecurityGroupIngressRule secure-api-prod-gateway-api-9000"],
            Short(Added(before, after, changed: [$"{Service} secure-api-prod-api", $"{TaskDefinition} secure-api-prod-api"])));
        var service = Single(after, Service, "api");
        Assert.Equal((9000, "api"), (service.Inputs.Map("serviceRegistries").Number("containerPort"), service.Inputs.Map("serviceRegistries").Text("containerName")));
        Assert.Equal("SRV", Single(after, "aws:servicediscovery/service:Service", "api").Inputs.Map("dnsConfig").List("dnsRecords").Maps.Single().Text("type"));
        foreach (var rule in after.Resources.Where(resource => resource.Name == "secure-api-prod-gateway-api-9000"))
            Assert.Contains(rule.Urn, service.Dependencies);
    }

    /// <summary>
    /// The target group stays as it is: ECS registers each task with its own port, and the load balancer checks that one. A
    /// replaced group would be empty when the listener turns to it.
    /// </summary>
    [Fact]
    public async Task Port_OfTheGatewayChanged_KeepsTheTargetGroup()
    {
        var settings = StackCase.Minimal();
        var before = await StackMatrix.Record(settings);
        var after = await StackMatrix.Record(settings with { Gateway = settings.Gateway with { Port = 8443 } });

        Assert.Equal(
            ["SecurityGroupEgressRule secure-api-prod-alb-gateway-8443", "SecurityGroupIngressRule secure-api-prod-alb-gateway-8443"],
            Short(Added(before, after, changed: [$"{Service} secure-api-prod-gateway", $"{TaskDefinition} secure-api-prod-gateway"])));
        var group = after.OfType("aws:lb/targetGroup:TargetGroup").Single();
        Assert.Equal("traffic-port", group.Inputs.Map("healthCheck").Text("port"));
        Assert.Equal(8443, Single(after, Service, "gateway").Inputs.List("loadBalancers").Maps.Single().Number("containerPort"));
    }

    /// <summary>
    /// What AWS refuses to delete would leave the removal of a service half done: a repository with images without
    /// <c>force</c> (ECR, DeleteRepository), a name with registered tasks (Cloud Map, DeleteService).
    /// </summary>
    [Fact]
    public Task WhatBelongsToAService_InEveryConfiguration_CanBeRemoved() => StackMatrix.Holds((stack, settings) =>
        stack.OfType("aws:ecr/repository:Repository")
            .Where(repository => settings.Services.ContainsKey(repository.Inputs.Text("name")!.Split('/')[^1]) && repository.Inputs.Boolean("forceDelete") != true)
            .Concat(stack.OfType("aws:servicediscovery/service:Service").Where(name => name.Inputs.Boolean("forceDestroy") != true))
            .Select(resource => $"{resource} blocks the removal of its service"));

    [Fact]
    public Task GatewaysRepository_InProduction_IsNotDeletedWithItsImages() => StackMatrix.Holds((stack, settings) =>
        stack.OfType("aws:ecr/repository:Repository")
            .Where(repository => repository.Inputs.Text("name")!.EndsWith("/gateway", StringComparison.Ordinal))
            .Where(repository => repository.Inputs.Boolean("forceDelete") != (settings.Environment == DeploymentEnvironment.Dev))
            .Select(resource => $"{resource}"));

    /// <summary>ECS takes another capacity provider strategy for a running service only with a new deployment.</summary>
    /// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html</remarks>
    [Fact]
    public Task Services_InEveryConfiguration_CanChangeTheirShareOfSpot() => StackMatrix.Holds((stack, _) =>
        stack.OfType(Service).Where(service => service.Inputs.Boolean("forceNewDeployment") != true)
            .Select(service => $"{service.Name}: a change of capacityProviderStrategies is refused without forceNewDeployment"));

    /// <summary>The resources that come with the second stack. None goes, and none changes but those given.</summary>
    private static IEnumerable<string> Added(RecordedStack before, RecordedStack after, string[] changed)
    {
        var later = after.Resources.ToDictionary(resource => resource.Urn);
        Assert.Equal(
            changed.Order(StringComparer.Ordinal),
            before.Resources.Where(resource => later.TryGetValue(resource.Urn, out var same) && !resource.Inputs.Equals(same.Inputs))
                .Select(resource => $"{resource}").Order(StringComparer.Ordinal));
        return after.Resources.Select(resource => $"{resource}").Except(before.Resources.Select(resource => $"{resource}")).Order(StringComparer.Ordinal);
    }

    /// <summary>What a service with an image has besides.</summary>
    private static IEnumerable<string> Running(string service) =>
    [
        $"aws:appautoscaling/policy:Policy secure-api-prod-{service}-cpu", $"aws:appautoscaling/policy:Policy secure-api-prod-{service}-memory",
        $"aws:appautoscaling/target:Target secure-api-prod-{service}", $"{Service} secure-api-prod-{service}", $"{TaskDefinition} secure-api-prod-{service}",
        $"secure-api:ecs:ServiceAutoScaling secure-api-prod-{service}",
    ];

    /// <summary>Alarms on what must be seen in silence: before there is something to run, silence is right.</summary>
    private static IEnumerable<string> SeenInSilence(string service) =>
        [$"aws:cloudwatch/metricAlarm:MetricAlarm secure-api-prod-no-{service}-task", $"aws:cloudwatch/metricAlarm:MetricAlarm secure-api-prod-{service}-tasks"];

    private static IEnumerable<string> Short(IEnumerable<string> resources) => resources.Select(resource => resource.Split(':')[^1]).Order(StringComparer.Ordinal);

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
