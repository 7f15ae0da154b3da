using System.Text.RegularExpressions;
using SecureApi.Configuration;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

public sealed class RuleTests
{
    /// <summary>Rules that no change of a stack file can break; the tests that break them are named.</summary>
    private static readonly string[] TestedElsewhere =
    [
        "CheckProjectAndStack", // FileTests: the names are not part of the configuration
        "CheckExampleNames", // EngineTests: they hold only in a deployment
        "CheckListTimes",
        "CheckSecrets", // QuotaTests: a tool does not know the values
    ];

    public static TheoryData<InvalidCase> AllCases => [.. InvalidCases.All];

    public static TheoryData<InvalidCase> CasesWithAnExampleToWrite => [.. InvalidCases.All.Where(invalid => !invalid.ExampleIsAdvice)];

    [Fact]
    public void SampleStack_Unchanged_IsValid() => Assert.Empty(new SampleStack().Errors());

    [Theory]
    [MemberData(nameof(AllCases), DisableDiscoveryEnumeration = true)]
    public void Rule_Broken_IsReportedAloneWithKeyValueAndRule(InvalidCase invalid)
    {
        var error = Assert.Single(Changed(invalid).Errors());

        Assert.Equal(invalid.Key, error.Key);
        Assert.Contains(invalid.Says, error.Rule, StringComparison.Ordinal);
        Assert.NotEmpty(error.Value);
        Assert.NotNull(error.Location);
    }

    [Theory]
    [MemberData(nameof(CasesWithAnExampleToWrite), DisableDiscoveryEnumeration = true)]
    public void Example_WrittenInPlaceOfTheValue_FixesTheError(InvalidCase invalid)
    {
        var stack = Changed(invalid);

        stack.Fix(Assert.Single(stack.Errors()));

        Assert.Empty(stack.Errors());
    }

    [Fact]
    public void RulesOnSeveralValues_All_HaveAnInvalidCase()
    {
        var untested = ConfigurationReference.Rules().Select(rule => rule.Name).Except(InvalidCases.All.Select(invalid => invalid.Rule)).Except(TestedElsewhere);

        Assert.Empty(untested);
    }

    [Fact]
    public void RulesOnAProperty_All_HaveAnInvalidCase()
    {
        var untested = PropertiesWithRules(typeof(StackConfig), "secure-api:").Where(pattern =>
            !InvalidCases.All.Any(invalid => invalid.Rule == "property" && Regex.IsMatch(invalid.Key, $"^{pattern}$")));

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

        Assert.Empty(stack.Errors());
    }

    /// <summary>Patterns of the keys of all properties that have a rule beyond their limits.</summary>
    private static IEnumerable<string> PropertiesWithRules(Type record, string prefix)
    {
        const string Item = @"(\[.+\]|\.[^.]+)?";
        foreach (var setting in Setting.Of(record))
        {
            var (inner, _) = ConfigurationReference.RecordOf(setting.Property.PropertyType);
            var key = prefix + setting.Key + (setting.Property.PropertyType.IsGenericType ? Item : string.Empty);
            if (!setting.ValueRules.IsEmpty || !setting.KeyRules.IsEmpty) yield return key;
            foreach (var pattern in inner is null ? [] : PropertiesWithRules(inner, $"{key}\\.")) yield return pattern;
        }
    }

    private static SampleStack Changed(InvalidCase invalid)
    {
        var stack = new SampleStack();
        foreach (var change in invalid.Changes)
        {
            var colon = change.IndexOf(": ", StringComparison.Ordinal);
            stack.With(change[..colon], change[(colon + 2)..]);
        }

        return stack;
    }
}
