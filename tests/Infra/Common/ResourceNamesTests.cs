using SecureApi.Common;
using Xunit;

namespace SecureApi.Tests.Infra.Common;

public sealed class StackNamesTests
{
    [Fact]
    public void Base_OfShortNames_IsProjectAndStack() => Assert.Equal("secure-api-prod", new ResourceNames("secure-api", "prod").Base);

    [Theory]
    [InlineData("secure-api", "production-eu-west-1")]
    [InlineData("a-project-with-a-rather-long-name", "x")]
    public void Base_OfLongNames_LeavesRoomForALoadBalancersSuffix(string project, string stack)
    {
        var name = new ResourceNames(project, stack).Base;
        Assert.True(name.Length + ResourceNames.LoadBalancerSuffix + ResourceNames.AutoNameSuffix <= ResourceNames.LoadBalancerLimit, name);
    }

    [Fact]
    public void Base_OfTwoLongStacksThatBeginAlike_Differs() => Assert.NotEqual(
        new ResourceNames("secure-api", "production-eu-west-1").Base, new ResourceNames("secure-api", "production-eu-west-2").Base);

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
        Assert.StartsWith("aws-waf-logs-", new ResourceNames("secure-api", new string('s', 300)).WafLogGroup, StringComparison.Ordinal);
}
