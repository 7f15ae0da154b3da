using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Diff;

/// <summary>Writes a difference as one JSON document. Secrets appear as their mask.</summary>
internal static class DiffJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The document, in UTF-8, with a line end at its end.</summary>
    /// <param name="report">The difference.</param>
    public static byte[] Write(DiffReport report) =>
    [
        .. JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                report.After.Stack.Project,
                Stack = report.After.Stack.Name,
                report.Title,
                report.Unchanged,
                NotComparable = report.Unknown,
                Gate = new
                {
                    report.Gate.Passes,
                    Findings = report.Gate.Findings.Select(finding => new { finding.Operation, Urn = finding.Resource.ToString(), finding.Kind.Label, finding.Kind.Loss, finding.Reasons, finding.IsAllowed }),
                },
                Costs = new
                {
                    report.After.Costs.Prices?.Currency,
                    PricesOf = report.After.Costs.Prices?.Region,
                    PricesRead = report.After.Costs.Prices?.Date,
                    Before = report.Before.Costs.Monthly,
                    After = report.After.Costs.Monthly,
                    Changes = report.Costs,
                },
                Groups = report.Groups.Select(group => new
                {
                    group.Title,
                    Changes = group.Changes.Select(change => new
                    {
                        Operation = change.Change.Kind.ToString().ToLowerInvariant(),
                        change.Change.Resource.Urn,
                        Gate = change.Gate?.Kind.Label,
                        ReplacedBy = change.Change.ReplacedBy.IsEmpty ? null : (IEnumerable<string>)change.Change.ReplacedBy,
                        Follows = change.Change.IsConsequence,
                        Values = change.Change.Values.Select(value => new { value.Path, Before = Plain(value.Before), After = Plain(value.After), Note = value.Note.Length > 0 ? value.Note : null }),
                    }),
                }),
            },
            Options),
        (byte)'\n',
    ];

    private static object? Plain(RecordedValue? value) => value switch
    {
        RecordedText text => text.Value,
        RecordedNumber number => number.Value,
        RecordedBoolean truth => truth.Value,
        RecordedSecret secret => secret.ToString(),
        RecordedUnknown unknown => unknown.ToString(),
        RecordedList list => list.Select(Plain),
        RecordedMap map => map.ToDictionary(entry => entry.Key, entry => Plain(entry.Value)),
        _ => null,
    };
}
