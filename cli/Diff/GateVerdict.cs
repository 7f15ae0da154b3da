using System.Text.Json;
using System.Text.Json.Nodes;
using SecureApi.Cli.Gate;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Diff;

/// <summary>What the replace gate would say about a difference.</summary>
internal static class GateVerdict
{
    /// <summary>Hands the difference to the gate as the steps of a preview.</summary>
    /// <param name="diff">The difference.</param>
    /// <param name="labels">The labels of the pull request.</param>
    public static GateReport Of(StackDiff diff, IReadOnlyCollection<string> labels) =>
        ReplaceGate.Evaluate(new PlannedChanges([.. diff.Changes.Select(Step)]), labels);

    private static PlannedStep Step(ResourceChange change)
    {
        var operation = change.Kind switch
        {
            ChangeKind.Create => "create",
            ChangeKind.Update => "update",
            ChangeKind.Replace => "replace",
            _ => "delete",
        };
        var step = new JsonObject
        {
            ["op"] = operation,
            ["urn"] = change.Resource.Urn,
            ["replaceReasons"] = new JsonArray([.. change.ReplacedBy.Select(reason => JsonValue.Create(reason))]),
            ["oldState"] = State(change, change.Before?.Inputs, isOld: true),
            ["newState"] = State(change, change.After?.Inputs, isOld: false),
        };
        return new PlannedStep(JsonSerializer.SerializeToElement(step));
    }

    private static JsonObject? State(ResourceChange change, RecordedMap? inputs, bool isOld)
    {
        if (inputs is null)
            return null;
        var values = new JsonObject();
        foreach (var property in change.Values.Where(value => value.Note.Length == 0).Select(value => value.Property).Distinct(StringComparer.Ordinal))
            values[property] = Plain(inputs[property]);
        var state = new JsonObject { ["inputs"] = values };
        if (!isOld)
        {
            state["propertyDependencies"] = new JsonObject(change.Resource.PropertyDependencies.Select(dependency =>
                KeyValuePair.Create(dependency.Property, (JsonNode?)new JsonArray([.. dependency.Urns.Select(urn => JsonValue.Create(urn))]))));
        }

        return state;
    }

    private static JsonValue? Plain(RecordedValue? value) => value switch
    {
        null or RecordedNull => null,
        RecordedNumber number => JsonValue.Create(number.Value),
        RecordedBoolean truth => JsonValue.Create(truth.Value),
        _ => JsonValue.Create(value.ToString()),
    };
}
