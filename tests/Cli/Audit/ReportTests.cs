using System.Text;
using System.Text.Json.Nodes;
using NJsonSchema;
using SecureApi.Cli.Audit;
using SecureApi.Cli.Audit.Reports;
using SecureApi.Cli.Audit.Rules;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Audit;

public sealed class ReportTests
{
    private static readonly DateOnly Day = new(2026, 11, 21);
    private static readonly Lazy<Task<AuditResult>> Faulty = new(MakeFaulty);

    [Fact]
    public async Task Sarif_OfFindings_IsValidAgainstItsSchema()
    {
        var schema = await JsonSchema.FromJsonAsync(File.ReadAllText(RepositoryFiles.At("tests", "Cli", "Audit", "Data", "sarif-2.1.0-rtm.5.json")), TestContext.Current.CancellationToken);

        var errors = schema.Validate(Encoding.UTF8.GetString(SarifReport.Write(await Faulty.Value)));

        Assert.True(errors.Count == 0, string.Join('\n', errors.Take(10)));
    }

    [Fact]
    public async Task Sarif_Broken_IsNotValid()
    {
        // The schema really is looked at: a result without a message has to fail.
        var schema = await JsonSchema.FromJsonAsync(File.ReadAllText(RepositoryFiles.At("tests", "Cli", "Audit", "Data", "sarif-2.1.0-rtm.5.json")), TestContext.Current.CancellationToken);
        var sarif = JsonNode.Parse(SarifReport.Write(await Faulty.Value))!;
        sarif["runs"]![0]!["results"]![0]!.AsObject().Remove("message");

        Assert.NotEmpty(schema.Validate(sarif.ToJsonString()));
    }

    [Fact]
    public async Task Sarif_EveryFinding_PointsAtALineThatExists()
    {
        var results = JsonNode.Parse(SarifReport.Write(await Faulty.Value))!["runs"]![0]!["results"]!.AsArray();

        Assert.NotEmpty(results);
        Assert.All(results, result =>
        {
            var place = result!["locations"]![0]!["physicalLocation"]!;
            var lines = File.ReadAllLines(RepositoryFiles.At(place["artifactLocation"]!["uri"]!.GetValue<string>().Split('/')));
            Assert.InRange(place["region"]!["startLine"]!.GetValue<int>(), 1, lines.Length);
        });
        Assert.Contains(results, result => result!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]!.GetValue<string>() == "infra/Kms/KmsKey.cs");
    }

    [Fact]
    public async Task Sarif_OfASuppressedFinding_SaysSo()
    {
        var results = JsonNode.Parse(SarifReport.Write(await Faulty.Value))!["runs"]![0]!["results"]!.AsArray();

        Assert.Contains(results, result => result!["suppressions"] is JsonArray { Count: 1 });
        Assert.Contains(results, result => result!["suppressions"] is null);
    }

    [Fact]
    public async Task Json_HoldsEveryRuleAndThePaths()
    {
        var result = await Faulty.Value;

        var json = JsonNode.Parse(JsonReport.Write(result))!;

        Assert.Equal(result.Rules.Length, json["rules"]!.AsArray().Count);
        Assert.False(json["passes"]!.GetValue<bool>());
        Assert.Equal("2026-11-21", json["date"]!.GetValue<string>());
        Assert.NotEmpty(json["reachability"]!["matrix"]!.AsArray());
        Assert.NotEmpty(json["encryption"]!.AsArray());
        Assert.Contains(json["findings"]!.AsArray(), finding => finding!["rule"]!.GetValue<string>() == "kms-rotation" && finding["line"]!.GetValue<int>() > 0);
    }

    [Fact]
    public async Task Evidence_HasEveryPartThatAnAuditorFiles()
    {
        var text = EvidenceReport.Render(await Faulty.Value);

        Assert.All(
            ["# Audit of `secure-api` / `prod`", "**Failed.**", "| Date | 2026-11-21 |", "## Findings", "## Requirements", "## Reachability", "```mermaid\nflowchart LR\n", "## Encryption", "## Rules", "## Suppressions"],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.All(RuleCatalog.All, rule => Assert.Contains($"`{rule.Id}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evidence_Tables_HaveTheSameColumnsInEveryRow()
    {
        var columns = 0;
        foreach (var line in EvidenceReport.Render(await Faulty.Value).Split('\n'))
        {
            if (!line.StartsWith('|'))
            {
                columns = 0;
                continue;
            }

            var count = line.Replace("\\|", "", StringComparison.Ordinal).Count(character => character == '|');
            if (columns > 0) Assert.True(count == columns, line);
            columns = count;
        }
    }

    [Fact]
    public async Task Text_ShowsFindingsWithReasonPlaceAndSource()
    {
        var text = Text(await Faulty.Value);

        Assert.Contains("kms-rotation", text, StringComparison.Ordinal);
        Assert.Contains("The key does not rotate every year.", text, StringComparison.Ordinal);
        Assert.Contains("declared at infra/Kms/KmsKey.cs:", text, StringComparison.Ordinal);
        Assert.Contains("internet", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_NoFormat_ShowsASecret()
    {
        var configuration = StackMatrix.Cases.Single(entry => entry.Name.StartsWith("a client whose key", StringComparison.Ordinal));
        var recorded = await StackMatrix.Record(configuration);
        var result = new Auditor(RuleCatalog.All).Audit(new AuditedStack(recorded, configuration.Settings), [], Day);
        var secrets = recorded.Resources.SelectMany(resource => Secrets(resource.Inputs).Concat(Secrets(resource.Outputs)))
            .Where(secret => secret.Length >= 8).Distinct(StringComparer.Ordinal).ToList();
        var reports = new[]
        {
            Text(result), EvidenceReport.Render(result),
            Encoding.UTF8.GetString(JsonReport.Write(result)), Encoding.UTF8.GetString(SarifReport.Write(result)),
        };

        Assert.Contains("a-secret-that-no-output-may-show", string.Join('\n', secrets), StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.All(reports, report => Assert.False(report.Contains(secret, StringComparison.Ordinal), "A report shows a secret.")));
    }

    [Fact]
    public async Task Matrix_EveryConfiguration_FailsOnlyWhatItsSettingsChoose()
    {
        // Retention, endpoints, logs, deletion protection and the mode of mutual TLS are for the settings to choose; the rest is for the program.
        string[] chosen =
        [
            "log-retention", "s3-customer-key", "s3-access-logging", "secret-rotation", "vpc-registry-endpoints", "vpc-flow-logs",
            "alb-deletion-protection", "alb-access-logs", "alb-connection-logs", "listener-verifies-clients", "waf-logging", "alarms-tell-somebody",
        ];
        await StackMatrix.Holds((stack, settings) => new Auditor(RuleCatalog.All)
            .Audit(new AuditedStack(stack, settings), [], Day).Findings
            .Where(finding => !chosen.Contains(finding.Rule.Id))
            .Select(finding => $"{finding.Rule.Id} {finding.Evaluation.Resource}: {finding.Evaluation.Problem}"));
    }

    private static async Task<AuditResult> MakeFaulty()
    {
        var settings = StackMatrix.Prod.Settings;
        var recorded = await StackRecorder.RecordAsync(
            settings.Project, settings.Stack, settings.Region, options => new SecureApiStack(settings, options), new RecordingOptions { CaptureSources = true });
        var edit = new StackEdit(recorded, settings);
        var stack = RuleCases.NonCompliant["reach-stated-flows-work"](RuleCases.NonCompliant["kms-rotation"](edit)).Build();
        var suppressions = SuppressionFile.Read(RepositoryFiles.At(SuppressionFile.FileName));
        return new Auditor(RuleCatalog.All).Audit(stack, suppressions, Day);
    }

    private static string Text(AuditResult result)
    {
        using var text = new StringWriter();
        var console = CommandHost.PlainConsole(text);
        TextReport.Show(result, console);
        return text.ToString();
    }

    private static IEnumerable<string> Secrets(RecordedValue value) => value switch
    {
        RecordedSecret secret => Texts(secret.Revealed),
        RecordedMap map => map.SelectMany(entry => Secrets(entry.Value)),
        RecordedList list => list.SelectMany(Secrets),
        _ => [],
    };

    private static IEnumerable<string> Texts(RecordedValue value) => value.Revealed switch
    {
        RecordedText text => [text.Value],
        RecordedMap map => map.SelectMany(entry => Texts(entry.Value)),
        RecordedList list => list.SelectMany(Texts),
        _ => [],
    };
}
