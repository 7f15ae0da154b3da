using System.Text.Json;
using SecureApi.Cli.Audit.Rules;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Writes an audit as SARIF 2.1.0: each finding at the line that declares the resource.</summary>
/// <seealso href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"/>
public static class SarifReport
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <summary>The report as indented JSON.</summary>
    /// <param name="result">The audit; recorded with sources, or the findings have no place.</param>
    public static byte[] Write(AuditResult result)
    {
        var run = new
        {
            Tool = new { Driver = new { Name = "secure-api audit", Rules = RuleCatalog.All.Concat(SuppressionList.Rules).Select(Rule) } },
            AutomationDetails = new { Id = $"audit/{result.Stack.Recorded.Name}/" },
            ColumnKind = "utf16CodeUnits",
            Results = result.Findings.Select(Result),
        };
        var log = new Dictionary<string, object> { ["$schema"] = Schema, ["version"] = "2.1.0", ["runs"] = new[] { run } };
        return [.. JsonSerializer.SerializeToUtf8Bytes(log, JsonReport.Options), (byte)'\n'];
    }

    private static object Rule(Rule rule) => new
    {
        rule.Id,
        ShortDescription = new { Text = rule.Title },
        FullDescription = new { Text = $"{rule.Title}. {rule.Why}" },
        Help = new { Text = $"{rule.Why}\n\n{rule.Document}" },
        HelpUri = rule.Document,
        DefaultConfiguration = new { Level = Level(rule.Severity) },
        Properties = new Dictionary<string, object>
        {
            ["tags"] = rule.References.Select(reference => reference.ToString()).Prepend("security"),
            ["security-severity"] = Score(rule.Severity),
        },
    };

    private static object Result(Finding finding)
    {
        var (rule, evaluation, suppression) = finding;
        return new
        {
            RuleId = rule.Id,
            Level = Level(rule.Severity),
            Message = new { Text = $"{evaluation.Problem} {string.Join("; ", evaluation.Evidence)}".Trim() },
            Locations = new[]
            {
                new
                {
                    PhysicalLocation = Place(evaluation),
                    LogicalLocations = evaluation.Resource is { } resource
                        ? new[] { new { resource.Name, FullyQualifiedName = resource.Urn, Kind = "resource" } }
                        : null,
                },
            },

            // Code hosts recognise a finding by this from one commit to the next, although lines move.
            PartialFingerprints = new Dictionary<string, string> { ["finding/v1"] = $"{rule.Id}|{evaluation.Resource?.Urn}|{evaluation.Problem}" },
            Suppressions = suppression is null ? null : new[]
            {
                new { Kind = "external", Status = "accepted", Justification = $"{suppression.Reason} ({suppression.Owner}, until {suppression.Expires:yyyy-MM-dd})" },
            },
        };
    }

    // A finding on the stack as a whole is shown where the stack is declared, one on a suppression where that is written.
    private static object Place(Evaluation evaluation)
    {
        var source = evaluation.Resource?.Source;
        var written = evaluation.Evidence.FirstOrDefault(evidence => evidence.Property == "written at")?.Value.Split(':');
        return new
        {
            ArtifactLocation = new { Uri = source?.File ?? written?[0] ?? "infra/SecureApiStack.cs", UriBaseId = "REPOROOT" },
            Region = new { StartLine = source?.Line ?? (written is [_, var text, ..] && int.TryParse(text, out var number) ? number : 1) },
        };
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Low => "note",
        Severity.Medium => "warning",
        _ => "error",
    };

    // GitHub sorts by this number, from 0 to 10.
    private static string Score(Severity severity) => severity switch
    {
        Severity.Low => "3.0",
        Severity.Medium => "5.5",
        Severity.High => "8.0",
        _ => "9.5",
    };
}
