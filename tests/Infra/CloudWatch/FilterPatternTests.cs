using SecureApi.Cli.Audit.Alarms;
using Xunit;

namespace SecureApi.Tests.Infra.CloudWatch;

/// <summary>
/// The evaluator on the cases that AWS documents: strings, wildcards, numbers, arrays, null, absence, regular expressions,
/// and the order in which &amp;&amp; and || bind.
/// </summary>
public sealed class FilterPatternTests
{
    private const string Event = """
        {
          "eventType": "UpdateTrail",
          "sourceIPAddress": "111.111.111.111",
          "arrayKey": ["value", "another value"],
          "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
          "SomeObject": null,
          "cluster.name": "c",
          "flag": true,
          "latency": 12.5
        }
        """;

    private const string Account = """
        {
          "user": {"id": 1, "email": "John.Stiles@example.com"},
          "users": [{"id": 2, "email": "John.Doe@example.com"}, {"id": 3, "email": "Jane.Doe@example.com"}],
          "actions": ["GET", "PUT", "DELETE"],
          "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]]
        }
        """;

    [Theory]
    [InlineData("""{ $.eventType = "UpdateTrail" }""", true)]
    [InlineData("""{ $.eventType = "updatetrail" }""", false)]
    [InlineData("""{ $.eventType = "Update*" }""", true)]
    [InlineData("""{ $.eventType = UpdateTrail }""", true)]
    [InlineData("""{ $.sourceIPAddress != 123.123.* }""", true)]
    [InlineData("""{ $.sourceIPAddress != 111.111.* }""", false)]
    [InlineData("""{ $.sourceIPAddress = %111\.111\.111\.1[0-9]{1,2}% }""", true)]
    [InlineData("""{ $.arrayKey[0] = "value" }""", true)]
    [InlineData("""{ $.arrayKey[1] = "value" }""", false)]
    [InlineData("""{ $.arrayKey[9] = "value" }""", false)]
    [InlineData("""{ $.objectList[1].id = 2 }""", true)]
    [InlineData("""{ $.objectList[*].id = 2 }""", true)]
    [InlineData("""{ $.objectList[*].id = 3 }""", false)]
    [InlineData("""{ $.['cluster.name'] = "c" }""", true)]
    [InlineData("""{ $.SomeObject IS NULL }""", true)]
    [InlineData("""{ $.eventType IS NULL }""", false)]
    [InlineData("""{ $.SomeOtherObject IS NULL }""", false)]
    [InlineData("""{ $.SomeOtherObject NOT EXISTS }""", true)]
    [InlineData("""{ $.SomeObject NOT EXISTS }""", false)]
    [InlineData("""{ $.SomeObject EXISTS }""", true)]
    [InlineData("""{ $.flag IS TRUE }""", true)]
    [InlineData("""{ $.flag IS FALSE }""", false)]
    [InlineData("""{ $.latency > 12 && $.latency <= 12.5 }""", true)]
    [InlineData("""{ $.latency >= 12.6 }""", false)]
    [InlineData("""{ $.eventType >= 5 }""", false)]
    [InlineData("""{ $.SomeObject >= 0 }""", false)]
    public void Pattern_OnAnEvent_MatchesAsDocumented(string pattern, bool matches) =>
        Assert.All(FilterPattern.Reading.All, reading => Assert.Equal(matches, FilterPattern.Parse(pattern).Matches(Event, reading)));

    [Theory]
    [InlineData("""{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }""", true)]
    [InlineData("""{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }""", false)]
    [InlineData("""{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch" && $.actions[2] = "nonmatch" }""", true)]
    [InlineData("""{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch") && $.actions[2] = "nonmatch" }""", false)]
    public void Pattern_Compound_BindsAsDocumented(string pattern, bool matches) =>
        Assert.All(FilterPattern.Reading.All, reading => Assert.Equal(matches, FilterPattern.Parse(pattern).Matches(Account, reading)));

    [Fact]
    public void Pattern_OnALineThatIsNoJson_DoesNotMatch() =>
        Assert.All(FilterPattern.Reading.All, reading => Assert.False(FilterPattern.Parse("""{ $.a != "b" }""").Matches("2026/01/01 [notice] 1#1: start", reading)));

    [Theory]
    [InlineData("ERROR")]
    [InlineData("{ $.a = }")]
    [InlineData("{ a = 1 }")]
    [InlineData("{ $.a = 1")]
    [InlineData("{ $.a >= \"b\" }")]
    public void Pattern_ThatIsNoJsonPattern_IsRefused(string pattern) => Assert.Throws<FormatException>(() => FilterPattern.Parse(pattern));

    [Theory]
    [InlineData("$.latency", "12.5")]
    [InlineData("$.eventType", "UpdateTrail")]
    [InlineData("$.objectList[0].id", "1")]
    [InlineData("$.SomeObject", null)]
    [InlineData("$.nothing", null)]
    public void Value_OfASelector_IsTheMembers(string selector, string? value) => Assert.Equal(value, FilterPattern.Extract(selector, Event));
}
