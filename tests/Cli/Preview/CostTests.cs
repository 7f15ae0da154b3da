using SecureApi.Cli.Preview.Reporting;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Preview;

/// <summary>The units that AWS charges for, against the golden files, which show every resource.</summary>
public sealed class CostTests
{
    /// <summary>CloudWatch charges for each metric of an alarm, and target tracking makes two alarms of a policy.</summary>
    [Theory]
    [InlineData("prod")]
    [InlineData("dev")]
    [InlineData("everything")]
    public async Task Alarms_OfAStack_AreCountedByTheirMetricsWithThoseOfTargetTracking(string name)
    {
        var blocks = File.ReadAllText(RepositoryFiles.At("tests", "Infra", "Stack", $"{name}.golden.yaml")).Split("\n\n");
        var metrics = blocks.Where(block => block.StartsWith("aws:cloudwatch/metricAlarm:", StringComparison.Ordinal))
            .Sum(block => block.Split('\n').Count(line => line.TrimStart().StartsWith("namespace:", StringComparison.Ordinal)));
        var policies = blocks.Where(block => block.StartsWith("aws:appautoscaling/policy:", StringComparison.Ordinal))
            .Sum(block => Math.Max(1, block.Split('\n').Count(line => line.TrimStart() is "metricStat:" or "- metricStat:")));

        var stack = await StackMatrix.Record(StackMatrix.Case(name));
        var line = Assert.Single(new PreviewReport(stack, []).Costs.Fixed, line => line.Unit == "alarm metrics");
        Assert.Equal(metrics + (2 * policies), line.Quantity);
        Assert.True(metrics > 20 && policies > 3);
    }
}
