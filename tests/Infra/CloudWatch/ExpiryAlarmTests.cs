using SecureApi.Cli.Preview.Recording;
using SecureApi.Tests.Cli.Clients;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Infra.CloudWatch;

/// <summary>Whatever ends on a date has two alarms, on a metric that exists, and a line on the dashboard.</summary>
public sealed class ExpiryAlarmTests
{
    [Theory]
    [InlineData("server certificate", "ServerCertificateDaysLeft")]
    [InlineData("private ca", "CertificateAuthorityDaysLeft")]
    [InlineData("revocation list", "RevocationListDaysLeft")]
    [InlineData("client certificate", "ClientCertificateDaysLeft")]
    [InlineData("public certificate", "DaysToExpiry")]
    public async Task Expiry_OfEachKind_HasAlarmsAt30And7DaysAndALine(string subject, string metric)
    {
        var stack = (await IssuedStack.Record(IssuedStack.Settings("acme"))).Stack;
        var alarms = Alarms(stack).Where(alarm => alarm.Inputs.Text("name")!.Contains($" {subject} ", StringComparison.Ordinal)).ToList();
        Assert.Equal([7, 30], alarms.Select(alarm => alarm.Inputs.Number("threshold")!.Value).Order());
        Assert.All(alarms, alarm =>
        {
            Assert.Equal("LessThanOrEqualToThreshold", alarm.Inputs.Text("comparisonOperator"));
            Assert.Equal("Minimum", alarm.Inputs.Text("statistic"));
            Assert.Equal("ignore", alarm.Inputs.Text("treatMissingData"));
            Assert.Equal(metric, alarm.Inputs.Text("metricName"));
        });
        Assert.Contains($"\"{metric}\"", stack.OfType("aws:cloudwatch/dashboard:Dashboard").Single().Inputs.Text("dashboardBody"), StringComparison.Ordinal);
        Assert.Equal(metric != "DaysToExpiry", Filters(stack).Contains(metric));
    }

    [Fact]
    public async Task PublicCertificate_OfTheLoadBalancer_IsTheOneThatTheAlarmWatches()
    {
        var stack = (await IssuedStack.Record(IssuedStack.Settings("acme"))).Stack;
        var alarm = Alarms(stack).First(item => item.Inputs.Text("metricName") == "DaysToExpiry");
        Assert.Equal("AWS/CertificateManager", alarm.Inputs.Text("namespace"));
        var listener = stack.OfType("aws:lb/listener:Listener").Single(item => item.Inputs.Text("certificateArn") is not null);
        Assert.Equal(listener.Inputs.Text("certificateArn"), alarm.Inputs.Map("dimensions").Text("CertificateArn"));
    }

    [Fact]
    public async Task RevocationLists_NotConfigured_HaveNoAlarmThatCouldNeverSpeak()
    {
        var stack = await StackMatrix.Record(StackCase.Minimal());
        Assert.DoesNotContain(Alarms(stack), alarm => alarm.Inputs.Text("metricName") == "RevocationListDaysLeft");
        Assert.DoesNotContain("RevocationListDaysLeft", Filters(stack));
    }

    private static IEnumerable<RecordedResource> Alarms(RecordedStack stack) => stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm");

    private static List<string?> Filters(RecordedStack stack) =>
        [.. stack.OfType("aws:cloudwatch/logMetricFilter:LogMetricFilter").Select(filter => filter.Inputs.Map("metricTransformation").Text("name"))];
}
