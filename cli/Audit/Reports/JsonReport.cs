using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Writes an audit for programs. Members are only ever added to it.</summary>
public static class JsonReport
{
    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    internal static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>The report as indented JSON.</summary>
    /// <param name="result">The audit.</param>
    public static byte[] Write(AuditResult result)
    {
        var stack = result.Stack.Recorded;
        var proof = result.Stack.Reachability;
        return
        [
            .. JsonSerializer.SerializeToUtf8Bytes(new
            {
                Version,
                stack.Project,
                Stack = stack.Name,
                Region = stack.Region.Name,
                Date = $"{result.Date:yyyy-MM-dd}",
                result.Passes,
                Assumption = result.Assumption.Length > 0 ? result.Assumption : null,
                Findings = result.Findings.Select(finding => new EvaluationEntry(finding.Evaluation)
                {
                    Rule = finding.Rule.Id,
                    Severity = AuditText.Of(finding.Rule.Severity),
                    Suppressed = !finding.Fails,
                }),
                Rules = result.Rules.Select(rule => new
                {
                    rule.Rule.Id,
                    rule.Rule.Title,
                    Severity = AuditText.Of(rule.Rule.Severity),
                    Compliance = AuditText.Of(rule.Compliance),
                    Suppressed = AuditText.Of(rule, result) == "suppressed",
                    References = rule.Rule.References.Select(reference => reference.ToString()),
                    rule.Rule.Document,
                    Evaluations = rule.Evaluations.Select(evaluation => new EvaluationEntry(evaluation) { Compliance = AuditText.Of(evaluation.Compliance) }),
                }),
                Reachability = new
                {
                    Matrix = MatrixRow.Of(proof).Select(row => new
                    {
                        row.Source,
                        row.Destination,
                        row.Traffic,
                        Families = row.FamilyText.Split(", "),
                        Standing = row.Standing.ToString().ToLowerInvariant(),
                        row.Flows,
                        row.Through,
                    }),
                    Flows = proof.Flows.Select(flow => new { flow.Connection.Id, flow.Connection.Purpose, State = flow.State.ToString().ToLowerInvariant() }),
                },
                Outages = result.Stack.Outages.Where(outage => outage.Applies).Select(outage => new { outage.Title, outage.Fired, outage.Problems }),
                Encryption = EncryptionTable.Of(result.Stack).Select(entry => new { Resource = entry.Resource.Urn, entry.Where, entry.With }),
                Suppressions = result.Suppressions.Select(suppression => new
                {
                    suppression.Rule,
                    suppression.Resource,
                    suppression.Reason,
                    suppression.Owner,
                    Expires = $"{suppression.Expires:yyyy-MM-dd}",
                }),
            }, Options),
            (byte)'\n',
        ];
    }

    /// <summary>An evaluation, as a finding or among those of its rule.</summary>
    private sealed record EvaluationEntry(string? Rule, string? Severity, bool? Suppressed, string? Compliance)
    {
        public EvaluationEntry(Evaluation evaluation)
            : this(null, null, null, null)
        {
            Resource = evaluation.Resource?.Urn;
            Problem = evaluation.Problem.Length > 0 ? evaluation.Problem : null;
            Evidence = evaluation.Evidence.DistinctBy(evidence => evidence.Property).ToDictionary(evidence => evidence.Property, evidence => evidence.Value);
            Related = evaluation.Related.IsEmpty ? null : [.. evaluation.Related.Select(resource => resource.Urn)];
            File = evaluation.Resource?.Source?.File;
            Line = evaluation.Resource?.Source?.Line;
        }

        [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
        public string? Resource { get; }

        public string? Problem { get; }

        public Dictionary<string, string>? Evidence { get; }

        public string[]? Related { get; }

        public string? File { get; }

        public int? Line { get; }
    }
}
