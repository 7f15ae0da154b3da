using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Infra.LoadBalancing;

public sealed class EdgeTests
{
    private const string Arn = "arn:aws:acm:eu-west-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef";

    [Fact]
    public async Task Certificate_WithAHostedZone_IsIssuedValidatedAndNamed()
    {
        var stack = await StackMatrix.Record(StackCase.Minimal());
        var validation = stack.OfType("aws:acm/certificateValidation:CertificateValidation").Single();
        var listener = stack.OfType("aws:lb/listener:Listener").Single(resource => resource.Inputs.Number("port") == 443);
        Assert.Contains(validation.Urn, listener.Dependencies);
        Assert.Contains(stack.OfType("aws:route53/record:Record"), record => record.Inputs.Text("type") == "A");
    }

    [Fact]
    public async Task Certificate_GivenByArn_IsUsedAndNothingIsMadeInDns()
    {
        var settings = StackCase.Minimal();
        var stack = await StackMatrix.Record(settings with { Edge = settings.Edge with { HostedZoneId = null, CertificateArn = Arn } });
        Assert.Empty(stack.OfType("aws:acm/certificate:Certificate"));
        Assert.Empty(stack.OfType("aws:route53/record:Record"));
        Assert.Equal(Arn, stack.OfType("aws:lb/listener:Listener").Single(resource => resource.Inputs.Number("port") == 443).Inputs.Text("certificateArn"));
    }

    [Fact]
    public async Task AliasRecords_WithDualStack_CoverBothFamilies()
    {
        var settings = StackCase.Minimal();
        var stack = await StackMatrix.Record(settings with { Network = settings.Network with { Ipv6 = true } });
        var aliases = stack.OfType("aws:route53/record:Record").Where(record => record.Inputs["aliases"] is not null);
        Assert.Equal(["A", "AAAA"], aliases.Select(record => record.Inputs.Text("type")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task OwnPaths_OfTheGateway_AreHiddenFromClients()
    {
        var stack = await StackMatrix.Record(StackCase.Minimal());
        var rule = stack.OfType("aws:lb/listenerRule:ListenerRule").MinBy(rule => rule.Inputs.Number("priority"))!;
        Assert.Equal(["/-/*"], rule.Inputs.List("conditions").Maps.Single().Map("pathPattern").List("values").Texts);
        Assert.Equal("404", rule.Inputs.List("actions").Maps.Single().Map("fixedResponse").Text("statusCode"));
    }

    [Fact]
    public async Task LogBucket_ForTheLoadBalancer_TakesLogsOfThisAccountAlone()
    {
        var stack = await StackMatrix.Record(StackCase.Minimal());
        var policy = stack.OfType("aws:s3/bucketPolicy:BucketPolicy").Single(resource => resource.Name.EndsWith("-edge-logs", StringComparison.Ordinal));
        var text = policy.Inputs.Text("policy")!;
        Assert.Contains("logdelivery.elasticloadbalancing.amazonaws.com", text, StringComparison.Ordinal);
        Assert.Contains("/access/AWSLogs/123456789012/*", text, StringComparison.Ordinal);
        Assert.Contains("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/*", text, StringComparison.Ordinal);
    }
}
