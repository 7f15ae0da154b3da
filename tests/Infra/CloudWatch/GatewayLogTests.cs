using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecureApi.Cli.Audit.Alarms;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Infra.CloudWatch;

/// <summary>
/// The metric filters and saved queries of the stack, on lines that the real gateway wrote: each filter matches the lines
/// that it is for and no other, and takes the right value from them.
/// </summary>
[Collection(GatewayTests.Name)]
public sealed partial class GatewayLogTests(SharedGateways gateways)
{
    private static readonly string[] Accepted = ["accepted", "service answers 503", "service hangs up"];

    private static IReadOnlyDictionary<string, string>? written;

    /// <summary>Each filter: the lines that it matches, and what it publishes for each: a value or the range of one, and a dimension.</summary>
    private static readonly Dictionary<string, (string[] Lines, double From, double To, string? Service)> Filters = new(StringComparer.Ordinal)
    {
        ["CertificateRejections"] = (["revoked", "malformed", "without certificate", "refused with 500"], 1, 1, null),
        ["ServiceRequests"] = (Accepted, 1, 1, "echo"),
        ["ServiceErrors"] = (["service answers 503", "service hangs up"], 1, 1, "echo"),
        ["ServerCertificateDaysLeft"] = (["status"], 29, 30, null),
        ["CertificateAuthorityDaysLeft"] = (["status"], 364, 365, null),
        ["RevocationListDaysLeft"] = (["status"], 0, 1, null),
        ["ClientCertificateDaysLeft"] = (Accepted, 29, 30, null),
    };

    public static TheoryData<string> Names => [.. Filters.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Filter_OnLinesOfTheGateway_MatchesThoseThatItIsForAndGivesTheirValue(string metric)
    {
        var lines = await Lines();
        var (expected, from, to, service) = Filters[metric];
        var filter = (await Declared()).Single(filter => filter.Map("metricTransformation").Text("name") == metric);
        var transformation = filter.Map("metricTransformation");
        var pattern = FilterPattern.Parse(filter.Text("pattern")!);

        foreach (var reading in FilterPattern.Reading.All)
        {
            var matched = lines.Where(line => pattern.Matches(line.Value, reading)).Select(line => line.Key).Order(StringComparer.Ordinal).ToList();
            Assert.True(expected.Order(StringComparer.Ordinal).SequenceEqual(matched), $"""
                {metric}: the filter {filter.Text("pattern")} must match the lines [{string.Join(", ", expected)}] and no other, but matches [{string.Join(", ", matched)}] ({reading}).
                {string.Join('\n', lines.Select(line => $"{line.Key}: {line.Value}"))}
                """);
        }

        Assert.All(expected, name =>
        {
            var value = transformation.Text("value")!;
            var number = value[0] == '$' ? FilterPattern.Extract(value, lines[name]) : value;
            Assert.True(
                double.TryParse(number, CultureInfo.InvariantCulture, out var published) && published >= from && published <= to,
                $"{metric}: {value} of the line {name} gives {number ?? "nothing"}, not {from} to {to}.\n{lines[name]}");
            var dimensions = transformation.Map("dimensions");
            Assert.True(
                service is null ? dimensions.Count == 0 : dimensions.Count == 1 && FilterPattern.Extract(dimensions.Text("Service") ?? "$", lines[name]) == service,
                $"{metric}: the dimension Service of the line {name} must be {service ?? "absent"}.\n{lines[name]}");
        });
    }

    [Fact]
    public async Task Filters_OfTheStack_AreTheOnesOfTheTable() => Assert.Equal(
        Filters.Keys.Order(StringComparer.Ordinal),
        (await Declared()).Select(filter => filter.Map("metricTransformation").Text("name")!).Order(StringComparer.Ordinal));

    /// <summary>AWS: at most 1,024 characters, at most three dimensions, no default value beside dimensions; a log group of the gateway's lines.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html"/>
    [Fact]
    public Task Filters_InEveryConfiguration_ReadTheGatewaysLogAndKeepAwssLimits() => StackMatrix.Holds((stack, settings) =>
        from filter in stack.OfType("aws:cloudwatch/logMetricFilter:LogMetricFilter")
        let transformation = filter.Inputs.Map("metricTransformation")
        let dimensions = transformation.Map("dimensions")
        let problem =
            filter.Inputs.Text("logGroupName") != $"/{settings.Project}/{settings.Stack}/gateway" ? $"reads {filter.Inputs.Text("logGroupName")}, and the lines are in the gateway's log group"
            : filter.Inputs.Text("pattern") is not { Length: > 0 and <= FilterPattern.LongestPattern } ? "has no pattern, or too long a one"
            : dimensions.Count > 3 ? "has more than three dimensions"
            : dimensions.Count > 0 && transformation.Text("defaultValue") is not null ? "has a default value beside dimensions, which AWS refuses"
            : transformation.Text("namespace") != $"{settings.Project}/{settings.Stack}" ? $"publishes to {transformation.Text("namespace")}"
            : null
        where problem is not null
        select $"{filter.Name} {problem}");

    [Fact]
    public async Task Rejections_OfAQuietPeriod_AreZeroAndNotMissing() => Assert.Equal(
        "0",
        (await Declared()).Select(filter => filter.Map("metricTransformation")).Single(metric => metric.Text("name") == "CertificateRejections").Text("defaultValue"));

    [Fact]
    public async Task Queries_OfTheGatewaysLog_NameFieldsThatItsLinesHave()
    {
        var lines = await Lines();
        var known = lines.Values.SelectMany(Members).ToHashSet(StringComparer.Ordinal);
        await QueriesName("gateway", known);
    }

    /// <summary>Fields that CloudWatch Logs Insights finds in flow logs of the default format, and those of WAF's records that are looked at.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html"/>
    /// <seealso href="https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html"/>
    [Theory]
    [InlineData("vpc-flow", "accountId", "endTime", "interfaceId", "logStatus", "startTime", "version", "action", "bytes", "dstAddr", "dstPort", "packets", "protocol", "srcAddr", "srcPort")]
    [InlineData("aws-waf-logs", "timestamp", "webaclId", "terminatingRuleId", "terminatingRuleType", "action", "httpSourceName", "httpRequest.clientIp", "httpRequest.country", "httpRequest.uri", "httpRequest.args", "httpRequest.httpMethod", "httpRequest.requestId", "nonTerminatingMatchingRules.0.action", "nonTerminatingMatchingRules.0.ruleId")]
    public Task Queries_OfAwssLogs_NameFieldsThatAwsDocuments(string logGroup, params string[] fields) => QueriesName(logGroup, [.. fields]);

    private static async Task QueriesName(string logGroup, HashSet<string> known)
    {
        var queries = (await StackMatrix.Record(StackMatrix.Prod)).OfType("aws:cloudwatch/queryDefinition:QueryDefinition")
            .Where(query => query.Inputs.List("logGroupNames").Texts.Single().Contains(logGroup, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(queries);
        foreach (var query in queries)
        {
            var text = Quoted().Replace(query.Inputs.Text("queryString")!, "");
            var aliases = Alias().Matches(text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
            var named = Word().Matches(text).Select(match => match.Value).Where(word => !aliases.Contains(word) && !Keywords.Contains(word) && !known.Contains(word)).ToList();
            Assert.True(named.Count == 0, $"The query {query.Inputs.Text("name")} names [{string.Join(", ", named)}], which no line of {logGroup} has.");
        }
    }

    private static readonly HashSet<string> Keywords =
        ["filter", "stats", "sort", "display", "limit", "fields", "by", "as", "and", "or", "not", "desc", "asc", "count", "min", "max", "avg", "sum", "pct", "bin", "ispresent", "@timestamp", "@message", "@logStream"];

    private static async Task<List<RecordedMap>> Declared() =>
        [.. (await StackMatrix.Record(StackMatrix.Prod)).OfType("aws:cloudwatch/logMetricFilter:LogMetricFilter").Select(filter => filter.Inputs)];

    private static IEnumerable<string> Members(string line)
    {
        if (line[0] != '{') return [];
        using var json = JsonDocument.Parse(line);
        return [.. json.RootElement.EnumerateObject().Select(member => member.Name)];
    }

    // One run of the gateway for all: a line of each kind, and those that no filter may take.
    private async Task<IReadOnlyDictionary<string, string>> Lines()
    {
        if (written is not null) return written;
        var gateway = await gateways.Get(ZooGateway.Passthrough);
        var (client, revoked) = ((GatewayEnvironment.Header, AlbHeader.Of(gateways.Client)), gateways.Authorities.Revoked);
        var lines = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["accepted"] = await Line(await gateway.Get("/v1/a", client)),
            ["revoked"] = await Line(await gateway.Get("/v1/b", (GatewayEnvironment.Header, AlbHeader.Of(revoked.Issue(), revoked)))),
            ["malformed"] = await Line(await gateway.Get("/v1/c", (GatewayEnvironment.Header, "%"))),
            ["without certificate"] = await Line(await gateway.Get("/v1/d")),
        };
        var echo = gateways.Service.Answer;
        try
        {
            gateways.Service.Answer = _ => Task.FromResult<byte[]?>(EchoService.Reply(503));
            lines["service answers 503"] = await Line(await gateway.Get("/v1/e", client));
            gateways.Service.Answer = _ => Task.FromResult<byte[]?>(null);
            lines["service hangs up"] = await Line(await gateway.Get("/v1/f", client));
        }
        finally
        {
            gateways.Service.Answer = echo;
        }

        string? status = null;
        await gateway.Process.WaitUntil(process => Task.FromResult(
            (status = process.Output.FirstOrDefault(line => line.Contains("\"message\":\"gateway status\"", StringComparison.Ordinal))) is not null));
        lines["status"] = status!;

        // A fault of the gateway itself, which no service answers for.
        var own = JsonNode.Parse(lines["revoked"])!;
        own["status"] = 500;
        lines["refused with 500"] = own.ToJsonString();
        lines["error log"] = "2026/11/30 10:00:00 [error] 7#7: *1 upstream prematurely closed connection, status: 502";
        return written = lines;

        async Task<string> Line(HttpMessage answer) => (await gateway.LogOf(answer)).GetRawText();
    }

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\bas ([A-Za-z][A-Za-z0-9]*)")]
    private static partial Regex Alias();

    [GeneratedRegex(@"(?<![A-Za-z0-9.])@?[A-Za-z][A-Za-z0-9.]*")]
    private static partial Regex Word();
}
