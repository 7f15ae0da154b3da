using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Gate;

/// <summary>The output of <c>pulumi preview --json</c>.</summary>
/// <param name="Steps">Its steps, in the engine's order.</param>
public sealed record PlannedChanges(ImmutableArray<PlannedStep> Steps)
{
    private static readonly string[] Members = ["steps", "changeSummary", "config", "duration", "diagnostics"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserException">The file cannot be read, is no preview, or is the preview of a program that failed.</exception>
    public static PlannedChanges Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var json = JsonDocument.Parse(file);
            CheckText(json.RootElement);
            return From(json.RootElement.Clone());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path} cannot be read: {error.Message}", error);
        }
        catch (JsonException error)
        {
            throw new UserException(
                $"{path} is not one JSON document (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}). "
                + "Make it with: pulumi preview --json > FILE (without PULUMI_ENABLE_STREAMING_JSON_PREVIEW)", error);
        }
        catch (UserException error)
        {
            throw new UserException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>JSON can hold half of a character, and a damaged file bytes that are none: no text then.</summary>
    private static void CheckText(JsonElement element)
    {
        try
        {
            if (element.ValueKind == JsonValueKind.String) element.GetString();
            foreach (var item in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : default) CheckText(item);
            if (element.ValueKind != JsonValueKind.Object) return;
            foreach (var member in element.EnumerateObject())
            {
                // Reading the name is the check of it.
                _ = member.Name;
                CheckText(member.Value);
            }
        }
        catch (InvalidOperationException error)
        {
            throw new UserException("it holds text that is not Unicode: this is not the output of pulumi preview --json", error);
        }
    }

    private static PlannedChanges From(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !Array.Exists(Members, member => root.TryGetProperty(member, out _)))
            throw new UserException("this is not the output of pulumi preview --json");

        ThrowIfFailed(root);

        // The engine leaves the list out when there is nothing to do.
        if (!root.TryGetProperty("steps", out var steps)) return new PlannedChanges([]);
        if (steps.ValueKind != JsonValueKind.Array) throw new UserException("'steps' is not a list: this is not the output of pulumi preview --json");
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
                throw new UserException($"the preview failed, so that it does not show every change: {message}");
            }
        }
    }
}

/// <summary>One step of <c>pulumi preview --json</c>, as far as the gate needs it.</summary>
/// <remarks>Fields that are not read here are ignored: newer CLIs add some.</remarks>
public sealed class PlannedStep
{
    // All operations: StepOps in pkg/resource/deploy/step.go of pulumi/pulumi.
    private static readonly string[] Losing = ["delete", "replace", "create-replacement", "delete-replaced", "read-replacement", "import-replacement"];

    private static readonly string[] Harmless =
    [
        "same", "create", "update", "read", "refresh", "import", "diff", "extend-parameterize",

        // Of a resource that the program only read, or that is gone already.
        "discard", "discard-replaced", "remove-pending-replace",
    ];

    private readonly JsonElement _step;

    /// <summary>Reads a step.</summary>
    /// <exception cref="UserException">Operation or URN is missing.</exception>
    public PlannedStep(JsonElement step)
    {
        if (step.ValueKind != JsonValueKind.Object) throw new UserException("a step is not an object: this is not the output of pulumi preview --json");
        _step = step;
        Operation = Text("op");
        Urn = Text("urn");
        Resource = ResourceUrn.Parse(Urn);
    }

    /// <summary>The engine's word for the operation.</summary>
    public string Operation { get; }

    /// <summary>The resource's full URN.</summary>
    public string Urn { get; }

    /// <summary>The resource's type and name.</summary>
    public ResourceUrn Resource { get; }

    /// <summary>The resource that is there now goes away.</summary>
    public bool Loses => Losing.Contains(Operation);

    /// <summary>The gate knows what the operation does.</summary>
    public bool IsKnown => Loses || Harmless.Contains(Operation);

    /// <summary>The resource goes and nothing takes its place.</summary>
    public bool IsDeletion => Operation == "delete";

    /// <summary>No provider manages the resource: it is a component.</summary>
    public bool IsComponent =>
        (Member("oldState") ?? Member("newState")) is { ValueKind: JsonValueKind.Object } state
        && state.TryGetProperty("custom", out var custom)
        && custom.ValueKind == JsonValueKind.False;

    /// <summary>The old half of a replacement that an earlier deployment could not finish.</summary>
    public bool IsLeftOver =>
        IsDeletion
        && Member("oldState") is { ValueKind: JsonValueKind.Object } state
        && state.TryGetProperty("delete", out var pending)
        && pending.ValueKind == JsonValueKind.True;

    /// <summary>
    /// The inputs that force a replacement: the paths of the detailed difference where a provider gives them, else the keys.
    /// </summary>
    public ImmutableArray<string> Reasons
    {
        get
        {
            var paths = Member("detailedDiff") is { ValueKind: JsonValueKind.Object } differences
                ? differences.EnumerateObject().Where(Replaces).Select(difference => difference.Name).ToImmutableArray()
                : [];
            return paths.IsEmpty ? Strings(Member("replaceReasons")) : paths;
        }
    }

    /// <summary>An input before and after, as short text; null where it is not set.</summary>
    /// <param name="path">A path of <see cref="Reasons"/>; anything but a plain key has no value here.</param>
    public (string? Before, string? After) Values(string path) => (Input("oldState", path), Input("newState", path));

    /// <summary>A text before and after, in full; null where it is not set, or not known yet.</summary>
    /// <param name="input">The argument.</param>
    public (string? Before, string? After) Texts(string input) => (InputText("oldState", input), InputText("newState", input));

    /// <summary>The resource's parent before the change; null where the plan does not tell.</summary>
    public string? Parent =>
        Member("oldState") is { ValueKind: JsonValueKind.Object } state
        && state.TryGetProperty("parent", out var parent)
        && parent.ValueKind == JsonValueKind.String
            ? parent.GetString()
            : null;

    /// <summary>What the resource depended on before the change.</summary>
    public ImmutableArray<string> Dependencies =>
        Member("oldState") is { ValueKind: JsonValueKind.Object } state && state.TryGetProperty("dependencies", out var urns) ? Strings(urns) : [];

    /// <summary>An input that is text, whole; null where it is not set or not text.</summary>
    /// <param name="state"><c>oldState</c> or <c>newState</c>.</param>
    /// <param name="key">The input.</param>
    public string? InputText(string state, string key) =>
        Value(state, key) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The resources whose outputs the input is made from.</summary>
    /// <param name="path">A path of <see cref="Reasons"/>.</param>
    public ImmutableArray<string> SourcesOf(string path)
    {
        var key = path.Split('.', '[')[0];
        return Member("newState") is { ValueKind: JsonValueKind.Object } state
            && state.TryGetProperty("propertyDependencies", out var dependencies)
            && dependencies.ValueKind == JsonValueKind.Object
            && dependencies.TryGetProperty(key, out var urns)
                ? Strings(urns)
                : [];
    }

    private static bool Replaces(JsonProperty difference) =>
        difference.Value.ValueKind == JsonValueKind.Object
        && difference.Value.TryGetProperty("kind", out var kind)
        && kind.ValueKind == JsonValueKind.String
        && kind.GetString()!.EndsWith("-replace", StringComparison.Ordinal);

    private static ImmutableArray<string> Strings(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } items
            ? [.. items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];

    private string Text(string name) =>
        Member(name) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw new UserException($"a step has no '{name}': this is not the output of pulumi preview --json");

    private JsonElement? Member(string name) => _step.TryGetProperty(name, out var value) ? value : null;

    private string? Input(string state, string path)
    {
        const int Longest = 80;
        var text = Value(state, path)?.GetRawText();
        return text is null || text.Length <= Longest ? text : $"{text[..Longest]}…";
    }

    private JsonElement? Value(string state, string input) =>
        Member(state) is { ValueKind: JsonValueKind.Object } resource
        && resource.TryGetProperty("inputs", out var inputs)
        && inputs.ValueKind == JsonValueKind.Object
        && inputs.TryGetProperty(input, out var value)
            ? value
            : null;
}
