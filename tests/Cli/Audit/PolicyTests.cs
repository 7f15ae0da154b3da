using System.Text.Json;
using SecureApi.Cli.Audit.Policies;
using SecureApi.Cli.Audit.Reachability;
using Xunit;

namespace SecureApi.Tests.Cli.Audit;

/// <summary>The small readers on which the controls stand.</summary>
public sealed class PolicyTests
{
    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("s3:Get*", "s3:GetObject", true)]
    [InlineData("s3:get*", "s3:GetObject", true)]
    [InlineData("s3:Get*", "s3:PutObject", false)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "a-b-c-d", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("", "", true)]
    [InlineData("***", "", true)]
    public void Pattern_AsIamReadsIt_Matches(string pattern, string text, bool matches) =>
        Assert.Equal(matches, PolicyPattern.Matches(pattern, text, ignoreCase: true));

    [Fact]
    public void Policy_WithOneOfEverything_IsRead()
    {
        var policy = ParsedPolicy.Parse("""
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": ["123456789012", "arn:aws:iam::210987654321:role/x"], "Service": "logs.amazonaws.com"},
             "Action": "s3:*", "Resource": ["a", "b"], "Condition": {"StringEquals": {"aws:SourceAccount": ["1", "2"]}, "Bool": {"aws:SecureTransport": true}}}}
            """);

        var statement = Assert.Single(policy.Statements);
        Assert.True(statement.Allows);
        Assert.Equal(["123456789012", "210987654321", null], statement.Principals.Select(principal => principal.Account));
        Assert.True(statement.Covers("s3:GetObject"));
        Assert.True(statement.Restricts("aws:sourceaccount"));
        Assert.Equal("true", statement.Conditions[1].Values[0]);
    }

    [Theory]
    [InlineData("StringEquals", "123456789012", true)]
    [InlineData("StringEqualsIfExists", "123456789012", false)]
    [InlineData("StringNotEquals", "123456789012", false)]
    [InlineData("StringLike", "*", false)]
    [InlineData("StringLike", "1234*", true)]
    public void Condition_ThatHoldsNobody_DoesNotRestrict(string operation, string value, bool restricts) =>
        Assert.Equal(restricts, new ParsedCondition(operation, "aws:SourceAccount", [value]).Restricts("aws:SourceAccount"));

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Statement": [1]}""")]
    [InlineData("""{"Statement": {"Effect": "Maybe"}}""")]
    [InlineData("""{"Statement": {"Effect": "Allow", "Action": {"a": 1}}}""")]
    public void Policy_ThatIsNone_IsRefused(string json) => Assert.Throws<JsonException>(() => ParsedPolicy.Parse(json));

    [Fact]
    public void Traffic_Without_LeavesTheGaps()
    {
        var all = Traffic.Of("tcp", 0, 65535);

        var left = all.Except([new Traffic("tcp", 443, 443), new Traffic("udp", 0, 65535), new Traffic("tcp", 80, 90)]);

        Assert.Equal([new Traffic("tcp", 0, 79), new Traffic("tcp", 91, 442), new Traffic("tcp", 444, 65535)], left);
        Assert.Equal(new Traffic("tcp", 80, 90), Traffic.Everything.Intersect(new Traffic("tcp", 80, 90)));
        Assert.Null(new Traffic("tcp", 1, 2).Intersect(new Traffic("udp", 1, 2)));
        Assert.Equal(Traffic.AllProtocols, Traffic.Of("-1", null, null).Protocol);
        Assert.Equal([Traffic.Everything], Traffic.Everything.Except([new Traffic("tcp", 443, 443)]));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", true)]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", false)]
    [InlineData("::/0", "0.0.0.0/0", false)]
    [InlineData("2001:db8::/32", "2001:db8:1::/48", true)]
    public void Block_Contains_WithinItsFamily(string outer, string inner, bool contains) =>
        Assert.Equal(contains, IpBlock.Parse(outer)!.Value.Contains(IpBlock.Parse(inner)!.Value));
}
