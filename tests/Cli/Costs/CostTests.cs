using System.Text.RegularExpressions;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Costs;
using SecureApi.Cli.Preview.Reporting;
using SecureApi.Tests.Cli.Preview;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Costs;

/// <summary>The monthly estimate, against AWS's price pages and sums made by hand.</summary>
public sealed class CostTests
{
    [Theory]
    [InlineData("natGateway", 3, "105.12")] // one per zone: 3 x 730 x 0.048
    [InlineData("interfaceEndpoint", 12, "96.36")] // four in three zones: 12 x 730 x 0.011
    [InlineData("publicIpv4", 6, "21.90")] // NAT gateways' and the load balancer's: 6 x 730 x 0.005
    [InlineData("fargateVcpuArm64", 3, "70.91")] // three gateways and three of the API at half a vCPU: 3 x 730 x 0.03238
    [InlineData("fargateMemoryArm64", 6, "15.59")] // and a GB each: 6 x 730 x 0.00356
    [InlineData("webAcl", 1, "5.00")]
    [InlineData("wafRule", 6, "6.00")]
    [InlineData("dashboard", 1, "3.00")]
    [InlineData("kmsKey", 1, "1.00")]
    [InlineData("hostedZone", 1, "0.50")]
    public async Task Part_OfProd_IsCountedAndPriced(string key, double quantity, string monthly)
    {
        var cost = Assert.Single((await Prod()).Fixed, cost => cost.Key == key);

        Assert.Equal(quantity, cost.Quantity);
        Assert.Equal(monthly, CostEstimate.Money(cost.Monthly!.Value));
    }

    /// <summary>
    /// AWS bills alarms by metric: one of metric math has several (five of them in prod compare two), and Application Auto Scaling makes two
    /// alarms for each target tracking policy.
    /// </summary>
    [Fact]
    public async Task Alarms_WithMetricMathAndScaling_AreCountedByMetric()
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        var written = StackDump.Of(stack);
        var alarms = Regex.Matches(written, "(?ms)^aws:cloudwatch/metricAlarm:MetricAlarm .*?(?=^aws:cloudwatch/metricAlarm|^aws:[d-z])").Sum(alarm => Math.Max(1, Regex.Count(alarm.Value, "      metric:$", RegexOptions.Multiline)));
        var policies = Regex.Matches(written, "(?ms)^aws:appautoscaling/policy:Policy .*?(?=^aws:appautoscaling)").Sum(policy => 2 * Math.Max(1, Regex.Count(policy.Value, "metricStat:")));

        Assert.True(alarms > stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Count());
        Assert.Equal(alarms + policies, Assert.Single((await Prod()).Fixed, cost => cost.Key == "alarmMetric").Quantity);
    }

    [Fact]
    public async Task Price_ThatIsMissing_IsSaidAndNotZero()
    {
        var list = PriceList.Find(RepositoryFiles.Root, "eu-west-1")!;
        var costs = await Prod(list with { Prices = list.Prices.Remove("natGateway") });

        Assert.Null(costs.Fixed.Single(cost => cost.Key == "natGateway").Monthly);
        Assert.Contains("3 NAT gateways", costs.Summary, StringComparison.Ordinal);
        Assert.Contains("whose price is missing", costs.Summary, StringComparison.Ordinal);
        Assert.Equal((await Prod(list)).Monthly - 105.12m, costs.Monthly);
    }

    [Fact]
    public async Task Figure_OfAReport_HasItsBasis()
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        var text = new StringWriter();
        TerminalReport.Show(new PreviewReport(stack, [], PriceList.Find(RepositoryFiles.Root, "eu-west-1")), CommandHost.PlainConsole(text));

        Assert.Matches(@"About [\d,.]+ a month in fixed parts \(USD, prices of eu-west-1 as of \d{4}-\d\d-\d\d; 730 hours\), tasks at their minimum", text.ToString());
        Assert.Contains("plus 0.048 per GB through the NAT gateways", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("how long is not in the sum", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Costs_WithoutAPriceListOfTheRegion_AreCountedAndSayHowToMakeOne()
    {
        var costs = new PreviewReport(await StackMatrix.Record(StackMatrix.Prod), []).Costs;

        Assert.Null(costs.Monthly);
        Assert.NotEmpty(costs.Fixed);
        Assert.Contains("scripts/read-prices eu-west-1", costs.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "is no price list")]
    [InlineData("{\"region\": \"us-east-1\", \"currency\": \"USD\", \"date\": \"2026-01-01\", \"source\": \"\", \"prices\": {}}", "holds the prices of us-east-1, not of eu-west-1")]
    [InlineData("{\"region\": \"eu-west-1\", \"currency\": \"USD\", \"date\": \"2026-01-01\", \"source\": \"\", \"prices\": {\"secret\": {\"price\": -1, \"per\": \"month\"}}}", "below zero")]
    public void PriceList_ThatIsNone_IsRefusedWithAReason(string text, string reason)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("prices"));
        folder.Write(Path.Combine("prices", "eu-west-1.json"), text);

        Assert.Contains(reason, Assert.Throws<UserException>(() => PriceList.Find(folder.Path, "eu-west-1")).Message, StringComparison.Ordinal);
    }

    private static async Task<CostEstimate> Prod(PriceList? prices = null) =>
        new PreviewReport(await StackMatrix.Record(StackMatrix.Prod), [], prices ?? PriceList.Find(RepositoryFiles.Root, "eu-west-1")).Costs;
}
