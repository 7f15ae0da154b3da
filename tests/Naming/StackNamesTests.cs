using SecureApi.Naming;
using Xunit;

namespace SecureApi.Tests.Naming;

public sealed class StackNamesTests
{
    [Fact]
    public void Base_OfShortNames_IsProjectAndStack() => Assert.Equal("secure-api-prod", new StackNames("secure-api", "prod").Base);

    [Theory]
    [InlineData("secure-api", "production-eu-west-1")]
    [InlineData("a-project-with-a-rather-long-name", "x")]
    public void Base_OfLongNames_LeavesRoomForALoadBalancersSuffix(string project, string stack)
    {
        var name = new StackNames(project, stack).Base;
        Assert.True(name.Length + StackNames.LoadBalancerSuffix + StackNames.AutoNameSuffix <= StackNames.LoadBalancerLimit, name);
    }

    [Fact]
    public void Base_OfTwoLongStacksThatBeginAlike_Differs() => Assert.NotEqual(
        new StackNames("secure-api", "production-eu-west-1").Base, new StackNames("secure-api", "production-eu-west-2").Base);

    [Theory]
    [InlineData("Feature_Branch.1", "feature-branch-1")]
    [InlineData("--a--b--", "a-b")]
    [InlineData("plain", "plain")]
    public void Clean_OfAnyText_KeepsLettersDigitsAndSingleHyphens(string text, string expected) =>
        Assert.Equal(expected, NameLimit.Clean(text));

    [Fact]
    public void Fit_OfATextWithinTheLimit_ChangesNothing() => Assert.Equal("abcdef", NameLimit.Fit("abcdef", 6));

    [Fact]
    public void Fit_OfALongText_IsTheSameEveryTime() => Assert.Equal(NameLimit.Fit(new string('a', 99), 20), NameLimit.Fit(new string('a', 99), 20));

    [Fact]
    public void Fit_WithoutRoomForTheHash_Refuses() => Assert.Throws<ArgumentOutOfRangeException>(() => NameLimit.Fit("abc", 5));

    [Fact]
    public void WafLogGroup_OfAnyStack_HasThePrefixThatWafDemands() =>
        Assert.StartsWith("aws-waf-logs-", new StackNames("secure-api", new string('s', 300)).WafLogGroup, StringComparison.Ordinal);
}
