using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Waf;
using Xunit;

namespace SecureApi.Tests.Infra.Waf;

public sealed class WebFirewallTests
{
    [Fact]
    public async Task Rules_ByDefault_RateLimitAndEveryManagedGroup() => Assert.Equal(
        ["rate", "ip-reputation", "anonymous-ip", "known-bad-inputs", "common", "sql-injection"],
        (await Rules(settings => settings)).Select(rule => rule.Text("name")));

    [Fact]
    public async Task Rules_ForAGroupThatCounts_OverrideItWithCount()
    {
        var rules = await Rules(settings => settings with
        {
            ManagedGroups = settings.ManagedGroups with { Common = WafRuleAction.Count, SqlInjection = WafRuleAction.Block },
        });
        Assert.NotNull(rules.Single(rule => rule.Text("name") == "common").Map("overrideAction")["count"]);
        Assert.NotNull(rules.Single(rule => rule.Text("name") == "sql-injection").Map("overrideAction")["none"]);
    }

    [Fact]
    public async Task CommonGroup_Always_LeavesBodySizeToTheGateway()
    {
        var common = (await Rules(settings => settings)).Single(rule => rule.Text("name") == "common");
        var statement = common.Map("statement").Map("managedRuleGroupStatement");
        var counted = Assert.Single(statement.List("ruleActionOverrides").Maps);
        Assert.Equal("SizeRestrictions_BODY", counted.Text("name"));
    }

    [Theory]
    [InlineData(GeoMode.Block, "geoMatchStatement")]
    [InlineData(GeoMode.Allow, "notStatement")]
    public async Task Countries_InEitherMode_ComeFirstAndBlock(GeoMode mode, string statement)
    {
        var rules = await Rules(settings => settings with { Geo = new GeoConfig { Mode = mode, Countries = ["IE", "GB"] } });
        Assert.Equal("countries", rules[0].Text("name"));
        Assert.Equal(0, rules[0].Number("priority"));
        Assert.NotNull(rules[0].Map("action")["block"]);
        Assert.NotNull(rules[0].Map("statement")[statement]);
    }

    [Fact]
    public async Task Rate_AsConfigured_CountsByAddressOverTheWindow()
    {
        var rate = (await Rules(settings => settings with { RateLimit = 123, RateWindowSeconds = 60 }))[0]
            .Map("statement").Map("rateBasedStatement");
        Assert.Equal((123, 60, "IP"), (rate.Number("limit"), rate.Number("evaluationWindowSec"), rate.Text("aggregateKeyType")));
    }

    private static async Task<ImmutableArray<RecordedMap>> Rules(Func<WafConfig, WafConfig> change)
    {
        var settings = StackCase.Minimal();
        var stack = await StackMatrix.Record(settings with { Waf = change(settings.Waf) });
        return [.. stack.OfType("aws:wafv2/webAcl:WebAcl").Single().Inputs.List("rules").Maps.OrderBy(rule => rule.Number("priority"))];
    }
}
