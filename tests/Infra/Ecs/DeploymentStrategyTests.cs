using SecureApi.Cli.Preview.Recording;
using SecureApi.Ecs;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Infra.Ecs;

public sealed class DeploymentStrategyTests
{
    private static readonly string[] Weighted = ["actions"];

    [Fact]
    public async Task Rolling_ByDefault_HasOneTargetGroupAndNothingToShift()
    {
        var stack = await Record(new DeploymentConfig());
        Assert.Single(stack.OfType("aws:lb/targetGroup:TargetGroup"));
        Assert.Null(Gateway(stack).Inputs["deploymentConfiguration"]);
        Assert.DoesNotContain(stack.OfType("aws:iam/role:Role"), role => role.Name.EndsWith("-shift", StringComparison.Ordinal));
        Assert.All(Rules(stack), rule => Assert.Empty(rule.IgnoreChanges));
    }

    [Fact]
    public async Task BlueGreen_Configured_GivesEcsEverythingThatItNeeds()
    {
        var stack = await Record(new DeploymentConfig { Strategy = DeploymentStrategy.BlueGreen, BakeTimeMinutes = 7, TestHeader = "x-revision" });
        var gateway = Gateway(stack);
        var deployment = gateway.Inputs.Map("deploymentConfiguration");
        Assert.Equal("BLUE_GREEN", deployment.Text("strategy"));
        Assert.Equal("7", deployment.Text("bakeTimeInMinutes"));

        var groups = stack.OfType("aws:lb/targetGroup:TargetGroup").ToDictionary(group => group.Name[^3..], group => group.Outputs.Text("arn"));
        var target = gateway.Inputs.List("loadBalancers").Maps.Single();
        var advanced = target.Map("advancedConfiguration");
        Assert.Equal(groups["-gw"], target.Text("targetGroupArn"));
        Assert.Equal(groups["gw2"], advanced.Text("alternateTargetGroupArn"));
        Assert.Equal(Rule(stack, "gateway").Outputs.Text("arn"), advanced.Text("productionListenerRule"));
        Assert.Equal(Rule(stack, "test").Outputs.Text("arn"), advanced.Text("testListenerRule"));
        Assert.Equal(stack.OfType("aws:iam/role:Role").Single(role => role.Name.EndsWith("-shift", StringComparison.Ordinal)).Outputs.Text("arn"), advanced.Text("roleArn"));
    }

    [Fact]
    public async Task Canary_Configured_SendsAShareFirst()
    {
        var stack = await Record(new DeploymentConfig { Strategy = DeploymentStrategy.Canary, CanaryPercent = 5, CanaryBakeTimeMinutes = 15 });
        var deployment = Gateway(stack).Inputs.Map("deploymentConfiguration");
        Assert.Equal("CANARY", deployment.Text("strategy"));
        Assert.Equal(5, deployment.Map("canaryConfiguration").Number("canaryPercent"));
        Assert.Equal("15", deployment.Map("canaryConfiguration").Text("canaryBakeTimeInMinutes"));
        Assert.Null(deployment["linearConfiguration"]);
    }

    [Fact]
    public async Task Linear_Configured_MovesInSteps()
    {
        var stack = await Record(new DeploymentConfig { Strategy = DeploymentStrategy.Linear, StepPercent = 25, StepBakeTimeMinutes = 3 });
        var deployment = Gateway(stack).Inputs.Map("deploymentConfiguration");
        Assert.Equal("LINEAR", deployment.Text("strategy"));
        Assert.Equal(25, deployment.Map("linearConfiguration").Number("stepPercent"));
        Assert.Equal("3", deployment.Map("linearConfiguration").Text("stepBakeTimeInMinutes"));
        Assert.Null(deployment["canaryConfiguration"]);
    }

    [Theory]
    [InlineData(DeploymentStrategy.Rolling, 0)]
    [InlineData(DeploymentStrategy.BlueGreen, 10)]
    [InlineData(DeploymentStrategy.Canary, 10 + 15)]
    [InlineData(DeploymentStrategy.Linear, 10 + (3 * 6))]
    public async Task Deployment_OfAnyStrategy_IsWaitedForThroughAllItsSteps(DeploymentStrategy strategy, int minutes)
    {
        // Shares of 30 % reach 100 % at the fourth step, after which nothing is waited for but the bake time.
        var settings = new DeploymentConfig { Strategy = strategy, CanaryBakeTimeMinutes = 15, StepPercent = 30, StepBakeTimeMinutes = 6 };
        Assert.Equal(TimeSpan.FromMinutes(minutes), settings.Duration);
        var stack = await Record(settings);
        Assert.Equal(TimeSpan.FromMinutes(20 + minutes), Gateway(stack).Timeouts!.Update);
    }

    [Theory]
    [InlineData(DeploymentStrategy.BlueGreen)]
    [InlineData(DeploymentStrategy.Canary)]
    [InlineData(DeploymentStrategy.Linear)]
    public async Task Weights_ThatEcsSets_AreNeverReadAsDrift(DeploymentStrategy strategy)
    {
        var stack = await Record(new DeploymentConfig { Strategy = strategy, TestHeader = "x-revision" });
        Assert.Equal(Weighted, Rule(stack, "gateway").IgnoreChanges);
        Assert.Equal(Weighted, Rule(stack, "test").IgnoreChanges);
        Assert.Empty(Rule(stack, "own-paths").IgnoreChanges);
    }

    [Fact]
    public async Task TestHeader_NotConfigured_MakesNoRule()
    {
        var stack = await Record(new DeploymentConfig { Strategy = DeploymentStrategy.BlueGreen });
        Assert.DoesNotContain(Rules(stack), rule => rule.Name.EndsWith("-test", StringComparison.Ordinal));
        Assert.Null(Gateway(stack).Inputs.List("loadBalancers").Maps.Single().Map("advancedConfiguration")["testListenerRule"]);
    }

    [Fact]
    public async Task OwnPaths_WithATestHeader_StayHiddenFromTestersToo()
    {
        var stack = await Record(new DeploymentConfig { Strategy = DeploymentStrategy.BlueGreen, TestHeader = "x-revision" });
        var order = Rules(stack).OrderBy(rule => rule.Inputs.Number("priority")).Select(rule => rule.Name.Split("https-")[1]);
        Assert.Equal(["own-paths", "test", "gateway"], order);
    }

    [Fact]
    public async Task ShiftRole_OfAnyStrategy_ChangesTheseRulesAndGroupsAlone()
    {
        var stack = await Record(new DeploymentConfig { Strategy = DeploymentStrategy.Canary });
        var policy = stack.OfType("aws:iam/policy:Policy").Single(policy => policy.Name.Contains("-shift-", StringComparison.Ordinal)).Inputs.Text("policy")!;
        Assert.Contains($"\"Action\":\"elasticloadbalancing:ModifyRule\",\"Resource\":\"{Rule(stack, "gateway").Outputs.Text("arn")}\"", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("ModifyListener", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestScaling_WhileTargetGroupsSwap_CountsRequestsOfBothGroupsByTask()
    {
        var stack = await Record(new DeploymentConfig { Strategy = DeploymentStrategy.BlueGreen });
        var tracking = stack.OfType("aws:appautoscaling/policy:Policy").Single(policy => policy.Name.EndsWith("-requests", StringComparison.Ordinal))
            .Inputs.Map("targetTrackingScalingPolicyConfiguration");
        Assert.Null(tracking["predefinedMetricSpecification"]);
        var metrics = tracking.Map("customizedMetricSpecification").List("metrics").Maps.ToList();
        Assert.Equal("requests / tasks", metrics.Single(metric => metric.Boolean("returnData") == true).Text("expression"));
        Assert.Equal(
            ["RequestCount", "RunningTaskCount"],
            metrics.Where(metric => metric.Boolean("returnData") != true).Select(metric => metric.Map("metricStat").Map("metric").Text("metricName")));
    }

    [Fact]
    public async Task HealthAlarms_WhileTargetGroupsSwap_LookAtBothGroups()
    {
        var stack = await Record(new DeploymentConfig { Strategy = DeploymentStrategy.BlueGreen });
        var alarms = stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm")
            .Where(alarm => alarm.Name.EndsWith("-no-healthy-gateway", StringComparison.Ordinal) || alarm.Name.EndsWith("-unhealthy-gateways", StringComparison.Ordinal))
            .Select(alarm => alarm.Inputs.List("metricQueries").Maps.ToList()).ToList();
        Assert.Equal(2, alarms.Count);
        Assert.All(alarms, queries =>
        {
            Assert.Equal("MAX([metric, against])", queries.Single(query => query.Boolean("returnData") == true).Text("expression"));
            Assert.Equal(2, queries.Select(query => query.Map("metric").Map("dimensions").Text("TargetGroup")).OfType<string>().Distinct().Count());
        });
    }

    private static Task<RecordedStack> Record(DeploymentConfig deployment)
    {
        var settings = StackCase.Minimal();
        return StackMatrix.Record(settings with { Gateway = settings.Gateway with { Deployment = deployment } });
    }

    private static RecordedResource Gateway(RecordedStack stack) =>
        stack.OfType("aws:ecs/service:Service").Single(service => service.Inputs.Text("name") == "gateway");

    private static IEnumerable<RecordedResource> Rules(RecordedStack stack) => stack.OfType("aws:lb/listenerRule:ListenerRule");

    private static RecordedResource Rule(RecordedStack stack, string label) =>
        Rules(stack).Single(rule => rule.Name.EndsWith($"https-{label}", StringComparison.Ordinal));
}
