using System.Text.Json;

namespace SecureApi.Cli.Audit.Alarms;

/// <summary>
/// A pattern of an EventBridge rule: every field that it names must match, an array of the event by any of its items. Knows literals,
/// <c>prefix</c>, <c>suffix</c>, <c>anything-but</c>, <c>exists</c>, <c>numeric</c> and <c>$or</c>.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"/>
internal static class EventPattern
{
    /// <summary>Whether an event matches.</summary>
    /// <exception cref="FormatException">The pattern has an operator that is not known here.</exception>
    public static bool Matches(JsonElement pattern, JsonElement? matched) => pattern.EnumerateObject().All(field =>
    {
        if (field.Name == "$or") return field.Value.EnumerateArray().Any(alternative => Matches(alternative, matched));
        JsonElement? value = matched is { ValueKind: JsonValueKind.Object } map && map.TryGetProperty(field.Name, out var found) ? found : null;
        return field.Value.ValueKind == JsonValueKind.Object ? Matches(field.Value, value) : MatchesAny(field.Value, value);
    });

    private static bool MatchesAny(JsonElement conditions, JsonElement? value)
    {
        List<JsonElement> items = value is null ? [] : value.Value.ValueKind == JsonValueKind.Array ? [.. value.Value.EnumerateArray()] : [value.Value];
        return conditions.EnumerateArray().Any(condition => condition.ValueKind == JsonValueKind.Object
            ? Matches(condition.EnumerateObject().Single(), items)
            : items.Exists(item => Same(item, condition)));
    }

    private static bool Matches(JsonProperty condition, List<JsonElement> items) => condition.Name switch
    {
        "exists" => condition.Value.GetBoolean() == items.Count > 0,
        "prefix" => items.Exists(item => Text(item).StartsWith(condition.Value.GetString()!, StringComparison.Ordinal)),
        "suffix" => items.Exists(item => Text(item).EndsWith(condition.Value.GetString()!, StringComparison.Ordinal)),
        "anything-but" => items.Exists(item => !Excluded(condition.Value, item)),
        "numeric" => items.Exists(item => item.ValueKind == JsonValueKind.Number && InRange([.. condition.Value.EnumerateArray()], item.GetDouble())),
        var other => throw new FormatException($"The rehearsal does not know the operator {other} of an event pattern."),
    };

    private static bool Excluded(JsonElement value, JsonElement item) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(excluded => Same(item, excluded)),
        JsonValueKind.Object => Matches(value.EnumerateObject().Single(), [item]),
        _ => Same(item, value),
    };

    private static bool InRange(List<JsonElement> range, double number)
    {
        for (var i = 0; i + 1 < range.Count; i += 2)
        {
            var limit = range[i + 1].GetDouble();
            var holds = range[i].GetString() switch
            {
                ">" => number > limit,
                ">=" => number >= limit,
                "<" => number < limit,
                "<=" => number <= limit,
                _ => number == limit,
            };
            if (!holds) return false;
        }

        return true;
    }

    private static bool Same(JsonElement left, JsonElement right) => left.ValueKind == right.ValueKind && Text(left) == Text(right);

    private static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
}
