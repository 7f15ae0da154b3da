using SecureApi.Cli.Preview.Recording;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>
/// Providers do not send an empty block, or see it as absent when they read it back: what it should have switched on is off, or
/// differs in every later deployment. Whatever is declared empty stands here, with the reason why it is right.
/// </summary>
public sealed class EmptyInputTests
{
    private static readonly IReadOnlyDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // The kind of action is the block's name: https://docs.aws.amazon.com/waf/latest/APIReference/API_RuleAction.html. The provider sends these.
        ["aws:wafv2/webAcl:WebAcl defaultAction allow"] = "a WAF action without options",
        ["aws:wafv2/webAcl:WebAcl rules action block"] = "a WAF action without options",
        ["aws:wafv2/webAcl:WebAcl rules overrideAction count"] = "a WAF action without options",
        ["aws:wafv2/webAcl:WebAcl rules overrideAction none"] = "a WAF action without options",
        ["aws:wafv2/webAcl:WebAcl rules statement managedRuleGroupStatement ruleActionOverrides actionToUse count"] = "a WAF action without options",

        // The same as not given at all.
        ["aws:wafv2/webAcl:WebAcl rules statement managedRuleGroupStatement ruleActionOverrides"] = "no rule of the group is overridden",
        ["aws:s3/bucketObjectv2:BucketObjectv2 overrideProvider defaultTags tags"] = "none of the provider's tags, which is what the block is for",
        ["aws:cloudwatch/metricAlarm:MetricAlarm dimensions"] = "a metric without dimensions",
        ["aws:cloudwatch/metricAlarm:MetricAlarm metricQueries metric dimensions"] = "a metric without dimensions",
    };

    [Fact]
    public Task Inputs_InEveryConfiguration_AreEmptyOnlyWhereItIsKnownToBeRight() => StackMatrix.Holds((stack, _) =>
        Empty(stack).Distinct().Except(Known.Keys, StringComparer.Ordinal).Select(place => $"{place} is empty"));

    [Fact]
    public async Task KnownPlaces_All_AreStillDeclared()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var configuration in StackMatrix.Cases) found.UnionWith(Empty(await StackMatrix.Record(configuration)));

        Assert.Empty(Known.Keys.Except(found, StringComparer.Ordinal));
    }

    private static IEnumerable<string> Empty(RecordedStack stack) =>
        stack.Resources.Where(resource => resource.IsCustom).SelectMany(resource => Empty(resource.Inputs, resource.Type));

    private static IEnumerable<string> Empty(RecordedValue value, string path) => value.Revealed switch
    {
        RecordedMap { Count: 0 } or RecordedList { Count: 0 } => [path],
        RecordedMap map => map.SelectMany(member => Empty(member.Value, $"{path} {member.Key}".Replace(": ", ":", StringComparison.Ordinal))),
        RecordedList list => list.SelectMany(item => Empty(item, path)),
        _ => [],
    };
}
