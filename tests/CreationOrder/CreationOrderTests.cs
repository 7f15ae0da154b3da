using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.CreationOrder;

/// <summary>What a resource needs in order to be made exists by then, whatever Pulumi makes at the same time.</summary>
public sealed class CreationOrderTests
{
    public static TheoryData<string> Configurations => [.. ContrastingStacks.All.Select(configuration => configuration.Name)];

    public static TheoryData<string> Rules => [.. OrderRule.All.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task Resources_InEveryConfiguration_WaitForWhatTheyNeed(string name)
    {
        var graph = new CreationGraph(await StackMatrix.Record(ContrastingStacks.All.Single(configuration => configuration.Name == name)));
        var faults = OrderRule.All.SelectMany(rule => rule.Faults(graph)).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(30)));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Rule_WhoseResourceNobodyAwaits_NamesIt(string name)
    {
        var rule = OrderRule.All.Single(rule => rule.Name == name);
        var stack = await StackMatrix.Record(ContrastingStacks.Everything);
        var pairs = rule.Pairs(stack).ToList();
        Assert.True(pairs.Count > 0, $"{name}: the stack with everything has no such resources; the rule guards nothing.");

        var faults = rule.Faults(new CreationGraph(stack, unawaited: pairs[0].Earlier));

        Assert.Contains(faults, fault => fault.StartsWith($"{name}: {pairs[0].Later} does not wait for {pairs[0].Earlier} (", StringComparison.Ordinal));
    }
}
