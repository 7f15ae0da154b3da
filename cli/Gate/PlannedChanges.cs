using System.Collections.Immutable;
using System.Text.Json;

namespace SecureApi.Cli.Gate;

/// <summary>The output of <c>pulumi preview --json</c>.</summary>
/// <param name="Steps">Its steps, in the engine's order.</param>
public sealed record PlannedChanges(ImmutableArray<PlannedStep> Steps)
{
    private static readonly string[] Members = ["steps", "changeSummary", "config", "duration", "diagnostics"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="GateException">The file cannot be read, is no preview, or is the preview of a program that failed.</exception>
    public static PlannedChanges Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var json = JsonDocument.Parse(file);
            return From(json.RootElement.Clone());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GateException($"{path} cannot be read: {error.Message}", error);
        }
        catch (JsonException error)
        {
            throw new GateException(
                $"{path} is not one JSON document (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}). "
                + "Make it with: pulumi preview --json > FILE (without PULUMI_ENABLE_STREAMING_JSON_PREVIEW)", error);
        }
        catch (GateException error)
        {
            throw new GateException($"{path}: {error.Message}", error);
        }
    }

    private static PlannedChanges From(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !Array.Exists(Members, member => root.TryGetProperty(member, out _)))
            throw new GateException("this is not the output of pulumi preview --json");

        ThrowIfFailed(root);

        // The engine leaves the list out when there is nothing to do.
        if (!root.TryGetProperty("steps", out var steps)) return new PlannedChanges([]);
        if (steps.ValueKind != JsonValueKind.Array) throw new GateException("'steps' is not a list: this is not the output of pulumi preview --json");
        return new PlannedChanges([.. steps.EnumerateArray().Select(step => new PlannedStep(step))]);
    }

    /// <summary>A preview that failed lacks steps: what it does not show may be the worst.</summary>
    private static void ThrowIfFailed(JsonElement root)
    {
        if (!root.TryGetProperty("diagnostics", out var diagnostics) || diagnostics.ValueKind != JsonValueKind.Array) return;
        foreach (var diagnostic in diagnostics.EnumerateArray())
        {
            if (diagnostic.ValueKind == JsonValueKind.Object
                && diagnostic.TryGetProperty("severity", out var severity)
                && severity.ValueKind == JsonValueKind.String && severity.ValueEquals("error"))
            {
                var message = diagnostic.TryGetProperty("message", out var text) ? text.ToString().Trim() : "(no message)";
                throw new GateException($"the preview failed, so that it does not show every change: {message}");
            }
        }
    }
}
