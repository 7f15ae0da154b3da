using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecureApi.Cli.Diff;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>
/// A recorded stack in the form of <c>pulumi preview --json</c>: the same members in the same order, so that tools for
/// Pulumi's plans can read it. Unlike the engine, the preview knows ids and outputs, as placeholders.
/// </summary>
/// <remarks>The engine's types: PreviewDigest (sdk/go/common/display) and ResourceV3 (sdk/go/common/apitype) of pulumi/pulumi.</remarks>
public static class PlanJson
{
    // The engine's text for a value that is not known yet.
    private const string UnknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        IndentSize = 4,
        NewLine = "\n",
    };

    /// <summary>The document, in UTF-8, with a line end at its end.</summary>
    /// <param name="report">The preview.</param>
    public static byte[] Write(PreviewReport report) => Write(report, null);

    /// <summary>The document with a fingerprint beside the mask of each secret argument, so that it can be compared with another.</summary>
    /// <param name="report">The preview.</param>
    /// <param name="fingerprints">Makes the fingerprints; null for masks alone.</param>
    internal static byte[] Write(PreviewReport report, Fingerprints? fingerprints)
    {
        var comparable = fingerprints is null ? null : new ComparableStack(report.Stack, fingerprints);
        var plan = new Plan(
            report.Stack.Resources.Select(resource => Step(resource, comparable?.Resources.GetValueOrDefault(comparable.KeyOf(resource.Urn))?.Inputs)),
            NotEmpty(report.Warnings.Select(warning => new Diagnostic(warning, "warning"))),
            new Dictionary<string, int> { ["create"] = report.Stack.Resources.Length });
        return [.. JsonSerializer.SerializeToUtf8Bytes(plan, Options), (byte)'\n'];
    }

    private static PlanStep Step(RecordedResource resource, RecordedMap? comparable) => new("create", resource.Urn, resource.Provider, new ResourceState
    {
        Urn = resource.Urn,
        Custom = resource.IsCustom,
        Id = resource.Id is { Length: > 0 } id ? id : null,
        Type = resource.Type,
        Inputs = Properties(comparable is null ? resource.Inputs : (RecordedMap)WithFingerprints(resource.Inputs, comparable)),
        Outputs = Properties(resource.Outputs),
        Parent = resource.Parent?.Urn,
        Protect = resource.Protect ? true : null,
        Dependencies = NotEmpty(resource.Dependencies),
        Provider = resource.Provider,
        PropertyDependencies = resource.PropertyDependencies.IsEmpty ? null : resource.PropertyDependencies.ToDictionary(dependency => dependency.Property, dependency => dependency.Urns.AsEnumerable()),
        AdditionalSecretOutputs = NotEmpty(resource.AdditionalSecretOutputs),
        Aliases = NotEmpty(resource.Aliases),
        CustomTimeouts = resource.Timeouts is { } timeouts ? new(timeouts.Create?.TotalSeconds, timeouts.Update?.TotalSeconds, timeouts.Delete?.TotalSeconds) : null,
        ImportID = resource.ImportId,
        RetainOnDelete = resource.RetainOnDelete ? true : null,
        DeletedWith = resource.DeletedWith,
        IgnoreChanges = NotEmpty(resource.IgnoreChanges),
        ReplaceOnChanges = NotEmpty(resource.ReplaceOnChanges),
    });

    private static object? Properties(RecordedMap properties) => properties.Count == 0 ? null : Plain(properties);

    private static object? Plain(RecordedValue value) => value switch
    {
        RecordedText text => text.Value,
        RecordedNumber number => number.Value,
        RecordedBoolean truth => truth.Value,
        RecordedSecret { Revealed: Fingerprint fingerprint } => RecordedFile.Mask(fingerprint),
        RecordedSecret secret => secret.ToString(),
        RecordedUnknown => UnknownValue,
        RecordedList list => list.Select(Plain),
        RecordedMap map => map.ToDictionary(entry => entry.Key, entry => Plain(entry.Value)),
        _ => null,
    };

    private static RecordedValue WithFingerprints(RecordedValue value, RecordedValue? comparable) => (value, comparable) switch
    {
        (RecordedSecret, RecordedSecret) => comparable,
        (RecordedMap map, RecordedMap other) => map.Select((name, entry) => WithFingerprints(entry, other[name])),
        (RecordedList list, RecordedList other) when list.Count == other.Count => new RecordedList([.. list.Select((item, index) => WithFingerprints(item, other[index]))]),
        _ => value,
    };

    private static IEnumerable<T>? NotEmpty<T>(IEnumerable<T> values) => values.Any() ? values : null;

    private sealed record Plan(IEnumerable<PlanStep> Steps, IEnumerable<Diagnostic>? Diagnostics, IReadOnlyDictionary<string, int> ChangeSummary);

    private sealed record PlanStep(string Op, string Urn, string? Provider, ResourceState NewState)
    {
        // The engine writes this one also when it is null.
        [JsonIgnore(Condition = JsonIgnoreCondition.Never), JsonPropertyOrder(1)]
        public object? DetailedDiff { get; init; }
    }

    private sealed record Diagnostic(string Message, string Severity);

    private sealed record CustomTimeouts(double? Create, double? Update, double? Delete);

    // In the engine's order of members.
    private sealed record ResourceState
    {
        public required string Urn { get; init; }

        public required bool Custom { get; init; }

        public string? Id { get; init; }

        public required string Type { get; init; }

        public object? Inputs { get; init; }

        public object? Outputs { get; init; }

        public string? Parent { get; init; }

        public bool? Protect { get; init; }

        public IEnumerable<string>? Dependencies { get; init; }

        public string? Provider { get; init; }

        public IReadOnlyDictionary<string, IEnumerable<string>>? PropertyDependencies { get; init; }

        public IEnumerable<string>? AdditionalSecretOutputs { get; init; }

        public IEnumerable<string>? Aliases { get; init; }

        public CustomTimeouts? CustomTimeouts { get; init; }

        public string? ImportID { get; init; }

        public bool? RetainOnDelete { get; init; }

        public string? DeletedWith { get; init; }

        public IEnumerable<string>? IgnoreChanges { get; init; }

        public IEnumerable<string>? ReplaceOnChanges { get; init; }
    }
}
