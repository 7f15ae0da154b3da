using System.Text.Json;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Writes an audit for programs. Members are only ever added to it.</summary>
public static class JsonReport
{
    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    /// <summary>The report as indented JSON.</summary>
    /// <param name="result">The audit.</param>
    public static byte[] Write(AuditResult result)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            var stack = result.Stack.Recorded;
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("project", stack.Project);
            json.WriteString("stack", stack.Name);
            json.WriteString("region", stack.Region.Name);
            json.WriteString("date", $"{result.Date:yyyy-MM-dd}");
            json.WriteBoolean("passes", result.Passes);
            if (result.Assumption.Length > 0) json.WriteString("assumption", result.Assumption);
            Findings(json, result);
            Controls(json, result);
            Reachability(json, result);
            Encryption(json, result);
            Waivers(json, result);
            json.WriteEndObject();
        }

        return [.. buffer.ToArray(), (byte)'\n'];
    }

    private static void Findings(Utf8JsonWriter json, AuditResult result)
    {
        json.WriteStartArray("findings");
        foreach (var finding in result.Findings)
        {
            json.WriteStartObject();
            json.WriteString("control", finding.Control.Id);
            json.WriteString("severity", AuditText.Of(finding.Control.Severity));
            json.WriteBoolean("waived", !finding.Fails);
            Verdict(json, finding.Verdict);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Controls(Utf8JsonWriter json, AuditResult result)
    {
        json.WriteStartArray("controls");
        foreach (var control in result.Controls)
        {
            json.WriteStartObject();
            json.WriteString("id", control.Description.Id);
            json.WriteString("title", control.Description.Title);
            json.WriteString("severity", AuditText.Of(control.Description.Severity));
            json.WriteString("outcome", AuditText.Of(control.Outcome));
            json.WriteBoolean("waived", AuditText.Of(control, result) == "waived");
            Texts(json, "references", control.Description.References.Select(reference => reference.ToString()));
            json.WriteString("document", control.Description.Document);
            json.WriteStartArray("verdicts");
            foreach (var verdict in control.Verdicts)
            {
                json.WriteStartObject();
                json.WriteString("outcome", AuditText.Of(verdict.Outcome));
                Verdict(json, verdict);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Verdict(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteString("resource", verdict.Resource?.Urn);
        if (verdict.Problem.Length > 0) json.WriteString("problem", verdict.Problem);
        json.WriteStartObject("evidence");
        foreach (var evidence in verdict.Evidence.DistinctBy(evidence => evidence.Property)) json.WriteString(evidence.Property, evidence.Value);
        json.WriteEndObject();
        if (!verdict.Related.IsEmpty) Texts(json, "related", verdict.Related.Select(resource => resource.Urn));
        if (verdict.Resource?.Source is not { } source) return;
        json.WriteString("file", source.File);
        json.WriteNumber("line", source.Line);
    }

    private static void Reachability(Utf8JsonWriter json, AuditResult result)
    {
        var proof = result.Stack.Reachability;
        json.WriteStartObject("reachability");
        json.WriteStartArray("matrix");
        foreach (var row in MatrixRow.Of(proof))
        {
            json.WriteStartObject();
            json.WriteString("source", row.Source);
            json.WriteString("destination", row.Destination);
            json.WriteString("traffic", row.Traffic);
            Texts(json, "families", row.FamilyText.Split(", "));
            json.WriteString("standing", row.Standing.ToString().ToLowerInvariant());
            Texts(json, "flows", row.Flows);
            Texts(json, "through", row.Through);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("flows");
        foreach (var flow in proof.Flows)
        {
            json.WriteStartObject();
            json.WriteString("id", flow.Connection.Id);
            json.WriteString("purpose", flow.Connection.Purpose);
            json.WriteString("state", flow.State.ToString().ToLowerInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Encryption(Utf8JsonWriter json, AuditResult result)
    {
        json.WriteStartArray("encryption");
        foreach (var entry in EncryptionTable.Of(result.Stack))
        {
            json.WriteStartObject();
            json.WriteString("resource", entry.Resource.Urn);
            json.WriteString("where", entry.Where);
            json.WriteString("with", entry.With);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Waivers(Utf8JsonWriter json, AuditResult result)
    {
        json.WriteStartArray("waivers");
        foreach (var waiver in result.Waivers)
        {
            json.WriteStartObject();
            json.WriteString("control", waiver.Control);
            json.WriteString("resource", waiver.Resource);
            json.WriteString("reason", waiver.Reason);
            json.WriteString("owner", waiver.Owner);
            json.WriteString("expires", $"{waiver.Expires:yyyy-MM-dd}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
