using SecureApi.Cli.Preview.Recording;
using SecureApi.Ecs;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Infra.Ecs;

public sealed class FargateServiceTests
{
    [Theory]
    [InlineData(0, "FARGATE 1/0")]
    [InlineData(30, "FARGATE 70/1, FARGATE_SPOT 30/0")]
    [InlineData(100, "FARGATE_SPOT 1/0")]
    public async Task Capacity_WithAShareOfSpot_KeepsTheFirstTaskOnDemand(int spotPercent, string expected)
    {
        var stack = await Record(service => service with { SpotPercent = spotPercent });
        var shares = Api(stack, "aws:ecs/service:Service").Inputs.List("capacityProviderStrategies").Maps
            .Select(share => $"{share.Text("capacityProvider")} {share.Number("weight")}/{share.Number("base")}");
        Assert.Equal(expected, string.Join(", ", shares));
    }

    [Theory]
    [InlineData(CpuArchitecture.Arm64, "ARM64")]
    [InlineData(CpuArchitecture.X86_64, "X86_64")]
    public async Task Architecture_AsConfigured_IsTheTasksPlatform(CpuArchitecture architecture, string expected)
    {
        var stack = await Record(service => service with { Architecture = architecture });
        Assert.Equal(expected, Api(stack, "aws:ecs/taskDefinition:TaskDefinition").Inputs.Map("runtimePlatform").Text("cpuArchitecture"));
    }

    [Fact]
    public async Task Scaling_OfTheGateway_FollowsRequestsTooAndAServiceDoesNot()
    {
        var stack = await Record(service => service);
        var metrics = stack.OfType("aws:appautoscaling/policy:Policy").ToLookup(
            policy => policy.Inputs.Text("resourceId")!.Split('/')[^1],
            policy => policy.Inputs.Map("targetTrackingScalingPolicyConfiguration").Map("predefinedMetricSpecification").Text("predefinedMetricType"));
        Assert.Contains("ALBRequestCountPerTarget", metrics["gateway"]);
        Assert.DoesNotContain("ALBRequestCountPerTarget", metrics["api"]);
        Assert.Equal(2, metrics["api"].Count());
    }

    [Fact]
    public async Task RequestScaling_OfTheGateway_NamesLoadBalancerAndTargetGroup()
    {
        var stack = await Record(service => service);
        var label = stack.OfType("aws:appautoscaling/policy:Policy").Single(policy => policy.Name.EndsWith("-requests", StringComparison.Ordinal))
            .Inputs.Map("targetTrackingScalingPolicyConfiguration").Map("predefinedMetricSpecification").Text("resourceLabel");
        Assert.Equal(
            $"{stack.OfType("aws:lb/loadBalancer:LoadBalancer").Single().Outputs.Text("arnSuffix")}/{stack.OfType("aws:lb/targetGroup:TargetGroup").Single().Outputs.Text("arnSuffix")}",
            label);
    }

    [Fact]
    public async Task Settings_OfAService_AreItsEnvironmentBesideThePort()
    {
        var stack = await Record(service => service with { Port = 9000, Settings = service.Settings.Add("API_LOG_LEVEL", "debug") });
        var container = Api(stack, "aws:ecs/taskDefinition:TaskDefinition").Inputs.Text("containerDefinitions")!;
        Assert.Contains("""{"name":"API_LOG_LEVEL","value":"debug"},{"name":"API_PORT","value":"9000"},{"name":"API_STOP_TIMEOUT_SECONDS","value":"60"}""", container, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GatewayTask_OnAPortBelow1024_LetsItsUserBindIt()
    {
        var stack = await Record(service => service);
        var gateway = stack.OfType("aws:ecs/taskDefinition:TaskDefinition").Single(task => task.Name.EndsWith("-gateway", StringComparison.Ordinal));
        Assert.Contains("net.ipv4.ip_unprivileged_port_start", gateway.Inputs.Text("containerDefinitions")!, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "net.ipv4.ip_unprivileged_port_start",
            Api(stack, "aws:ecs/taskDefinition:TaskDefinition").Inputs.Text("containerDefinitions")!,
            StringComparison.Ordinal);
    }

    private static RecordedResource Api(RecordedStack stack, string type) =>
        stack.OfType(type).Single(resource => resource.Name.EndsWith("-api", StringComparison.Ordinal));

    private static Task<RecordedStack> Record(Func<ServiceConfig, ServiceConfig> change)
    {
        var settings = StackCase.Minimal();
        return StackMatrix.Record(settings with { Services = settings.Services.SetItem("api", change(settings.Services["api"])) });
    }
}
