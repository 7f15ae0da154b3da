using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;

namespace SecureApi.Cli.Preview.Documents;

/// <summary>
/// Writes a recorded stack as <c>pulumi preview --json</c> does: the same members in the same order, so that tools for
/// Pulumi's plans can read it. Unlike the engine, the preview knows ids and outputs, as placeholders.
/// </summary>
/// <remarks>The engine's types: PreviewDigest (sdk/go/common/display) and ResourceV3 (sdk/go/common/apitype) of pulumi/pulumi.</remarks>
public static class PlanJsonWriter
{
    // What the engine writes for a value that is not known yet.
    private const string UnknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        IndentSize = 4,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The document, in UTF-8, with a line end at its end.</summary>
    /// <param name="report">The preview.</param>
    public static byte[] Write(PreviewReport report)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 18);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("steps");
            foreach (var resource in report.Stack.Resources)
                WriteStep(writer, resource);
            writer.WriteEndArray();
            WriteDiagnostics(writer, report.Warnings);
            writer.WriteStartObject("changeSummary");
            writer.WriteNumber("create", report.Stack.Resources.Length);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void WriteStep(Utf8JsonWriter writer, RecordedResource resource)
    {
        writer.WriteStartObject();
        writer.WriteString("op", "create");
        writer.WriteString("urn", resource.Urn);
        WriteOptional(writer, "provider", resource.Provider);
        writer.WriteStartObject("newState");
        WriteState(writer, resource);
        writer.WriteEndObject();
        writer.WriteNull("detailedDiff");
        writer.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter writer, RecordedResource resource)
    {
        writer.WriteString("urn", resource.Urn);
        writer.WriteBoolean("custom", resource.IsCustom);
        WriteOptional(writer, "id", resource.Id);
        writer.WriteString("type", resource.Type);
        WriteProperties(writer, "inputs", resource.Inputs);
        WriteProperties(writer, "outputs", resource.Outputs);
        WriteOptional(writer, "parent", resource.Parent?.Urn);
        if (resource.Protect)
            writer.WriteBoolean("protect", true);
        WriteTexts(writer, "dependencies", resource.Dependencies);
        WriteOptional(writer, "provider", resource.Provider);
        WritePropertyDependencies(writer, resource);
        WriteTexts(writer, "additionalSecretOutputs", resource.AdditionalSecretOutputs);
        WriteTexts(writer, "aliases", resource.Aliases);
        WriteTimeouts(writer, resource.Timeouts);
        WriteOptional(writer, "importID", resource.ImportId);
        if (resource.RetainOnDelete)
            writer.WriteBoolean("retainOnDelete", true);
        WriteOptional(writer, "deletedWith", resource.DeletedWith);
        WriteTexts(writer, "ignoreChanges", resource.IgnoreChanges);
        WriteTexts(writer, "replaceOnChanges", resource.ReplaceOnChanges);
    }

    private static void WriteProperties(Utf8JsonWriter writer, string name, RecordedMap properties)
    {
        if (properties.Count == 0)
            return;
        writer.WritePropertyName(name);
        WriteValue(writer, properties);
    }

    private static void WriteValue(Utf8JsonWriter writer, RecordedValue value)
    {
        switch (value)
        {
            case RecordedText text:
                writer.WriteStringValue(text.Value);
                break;
            case RecordedNumber number:
                writer.WriteNumberValue(number.Value);
                break;
            case RecordedBoolean truth:
                writer.WriteBooleanValue(truth.Value);
                break;
            case RecordedSecret secret:
                writer.WriteStringValue(secret.ToString());
                break;
            case RecordedUnknown:
                writer.WriteStringValue(UnknownValue);
                break;
            case RecordedList list:
                writer.WriteStartArray();
                foreach (var item in list)
                    WriteValue(writer, item);
                writer.WriteEndArray();
                break;
            case RecordedMap map:
                writer.WriteStartObject();
                foreach (var (name, entry) in map)
                {
                    writer.WritePropertyName(name);
                    WriteValue(writer, entry);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WritePropertyDependencies(Utf8JsonWriter writer, RecordedResource resource)
    {
        if (resource.PropertyDependencies.IsEmpty)
            return;
        writer.WriteStartObject("propertyDependencies");
        foreach (var dependency in resource.PropertyDependencies)
            WriteTexts(writer, dependency.Property, dependency.Urns);
        writer.WriteEndObject();
    }

    private static void WriteTimeouts(Utf8JsonWriter writer, RecordedTimeouts? timeouts)
    {
        if (timeouts is null)
            return;
        writer.WriteStartObject("customTimeouts");
        WriteSeconds(writer, "create", timeouts.Create);
        WriteSeconds(writer, "update", timeouts.Update);
        WriteSeconds(writer, "delete", timeouts.Delete);
        writer.WriteEndObject();
    }

    private static void WriteSeconds(Utf8JsonWriter writer, string name, TimeSpan? time)
    {
        if (time is { } value)
            writer.WriteNumber(name, value.TotalSeconds);
    }

    private static void WriteDiagnostics(Utf8JsonWriter writer, ImmutableArray<string> warnings)
    {
        if (warnings.IsEmpty)
            return;
        writer.WriteStartArray("diagnostics");
        foreach (var warning in warnings)
        {
            writer.WriteStartObject();
            writer.WriteString("message", warning);
            writer.WriteString("severity", "warning");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            writer.WriteString(name, value);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, ImmutableArray<string> values)
    {
        if (values.IsEmpty)
            return;
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
