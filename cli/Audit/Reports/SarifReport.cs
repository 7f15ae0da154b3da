using System.Text.Json;
using SecureApi.Cli.Audit.Controls;
using SecureApi.Cli.Audit.Waivers;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Writes an audit as SARIF 2.1.0: each finding at the line that declares the resource.</summary>
/// <seealso href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"/>
public static class SarifReport
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private const string Root = "REPOROOT";

    /// <summary>The report as indented JSON.</summary>
    /// <param name="result">The audit; recorded with sources, or the findings have no place.</param>
    public static byte[] Write(AuditResult result)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            Tool(json);
            json.WriteStartObject("automationDetails");
            json.WriteString("id", $"audit/{result.Stack.Recorded.Name}/");
            json.WriteEndObject();
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var finding in result.Findings) Result(json, finding);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. buffer.ToArray(), (byte)'\n'];
    }

    private static void Tool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "secure-api audit");
        json.WriteStartArray("rules");
        foreach (var control in ControlCatalog.All().Select(control => control.Description).Concat(WaiverRegister.Rules))
        {
            json.WriteStartObject();
            json.WriteString("id", control.Id);
            Message(json, "shortDescription", control.Title);
            Message(json, "fullDescription", $"{control.Title}. {control.Why}");
            Message(json, "help", $"{control.Why}\n\n{control.Document}");
            json.WriteString("helpUri", control.Document);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(control.Severity));
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteStartArray("tags");
            json.WriteStringValue("security");
            foreach (var reference in control.References) json.WriteStringValue(reference.ToString());
            json.WriteEndArray();
            json.WriteString("security-severity", Score(control.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, Finding finding)
    {
        var verdict = finding.Verdict;
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Control.Id);
        json.WriteString("level", Level(finding.Control.Severity));
        Message(json, "message", $"{verdict.Problem} {string.Join("; ", verdict.Evidence)}".Trim());
        json.WriteStartArray("locations");
        json.WriteStartObject();
        Place(json, finding);
        if (verdict.Resource is { } resource)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("name", resource.Name);
            json.WriteString("fullyQualifiedName", resource.Urn);
            json.WriteString("kind", "resource");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();

        // Code hosts recognise a finding by this from one commit to the next, although lines move.
        json.WriteStartObject("partialFingerprints");
        json.WriteString("finding/v1", $"{finding.Control.Id}|{verdict.Resource?.Urn}|{verdict.Problem}");
        json.WriteEndObject();
        if (finding.Waiver is { } waiver)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", "external");
            json.WriteString("status", "accepted");
            json.WriteString("justification", $"{waiver.Reason} ({waiver.Owner}, until {waiver.Expires:yyyy-MM-dd})");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // A finding on the stack as a whole is shown where the stack is wired, one on a waiver where that is written.
    private static void Place(Utf8JsonWriter json, Finding finding)
    {
        var source = finding.Verdict.Resource?.Source;
        var written = finding.Verdict.Evidence.FirstOrDefault(evidence => evidence.Property == "written at")?.Value.Split(':');
        var file = source?.File ?? written?[0] ?? "infra/SecureApiStack.cs";
        var line = source?.Line ?? (written is [_, var text, ..] && int.TryParse(text, out var number) ? number : 1);
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", file);
        json.WriteString("uriBaseId", Root);
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", line);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
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
