using SecureApi.Configuration;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

public sealed class RuleTests
{
    /// <summary>Rules that no change of a stack file can break; the tests that break them are named.</summary>
    private static readonly string[] TestedElsewhere =
    [
        "NamesRule", // FileTests: the names stand outside of the configuration
        "RealDomainRule", // EngineTests: they hold only in a deployment
        "RevocationListTimesRule",
    ];

    public static TheoryData<Break> AllBreaks => [.. Breaks.All];

    public static TheoryData<Break> BreaksWithAnExampleToWrite => [.. Breaks.All.Where(broken => !broken.ExampleIsAdvice)];

    [Fact]
    public void SampleStack_Unchanged_IsValid() => Assert.Empty(new SampleStack().Faults());

    [Theory]
    [MemberData(nameof(AllBreaks), DisableDiscoveryEnumeration = true)]
    public void Rule_Broken_IsReportedAloneWithKeyValueAndRule(Break broken)
    {
        var fault = Assert.Single(Changed(broken).Faults());

        Assert.Equal(broken.Key, fault.Key);
        Assert.Contains(broken.Says, fault.Rule, StringComparison.Ordinal);
        Assert.NotEmpty(fault.Value);
        Assert.NotNull(fault.Location);
    }

    [Theory]
    [MemberData(nameof(BreaksWithAnExampleToWrite), DisableDiscoveryEnumeration = true)]
    public void Example_WrittenInPlaceOfTheFault_MendsIt(Break broken)
    {
        var stack = Changed(broken);

        stack.Mend(Assert.Single(stack.Faults()));

        Assert.Empty(stack.Faults());
    }

    [Fact]
    public void Rules_All_HaveADeliberateBreak()
    {
        var rules = typeof(StackConfig).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && (type.IsAssignableTo(typeof(ISettingsRule)) || type.IsAssignableTo(typeof(SettingRuleAttribute))))
            .Select(type => type.Name);

        var untested = rules.Except(Breaks.All.Select(broken => broken.Rule)).Except(TestedElsewhere);

        Assert.Empty(untested);
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    public void ProductionRules_OutsideProduction_DoNotHold(string environment)
    {
        var stack = new SampleStack()
            .With("environment", environment)
            .With("network/natGateways", "single")
            .With("edge/deletionProtection", "false")
            .With("services/api/minTasks", "1")
            .With("gateway/spotPercent", "100");

        Assert.Empty(stack.Faults());
    }

    private static SampleStack Changed(Break broken)
    {
        var stack = new SampleStack();
        foreach (var change in broken.Changes)
        {
            var colon = change.IndexOf(": ", StringComparison.Ordinal);
            stack.With(change[..colon], change[(colon + 2)..]);
        }

        return stack;
    }
}
