using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureApi.Configuration;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>
/// Writes <c>schemas/stack.schema.json</c> from the settings records, for editors and for the check of the files. Rules on
/// several values are the program's alone.
/// </summary>
/// <seealso href="https://json-schema.org/draft/2020-12"/>
internal static class ConfigurationSchema
{
    private static readonly DocComments Comments = DocComments.Of(typeof(StackConfig).Assembly);
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The schema's text.</summary>
    public static string Write()
    {
        var keys = new JsonObject { ["aws:region"] = new JsonObject { ["type"] = "string", ["description"] = "The AWS region of every resource." } };
        foreach (var setting in Setting.Of(typeof(StackConfig))) keys[$"secure-api:{setting.Key}"] = Of(setting);
        var required = Setting.Of(typeof(StackConfig)).Where(setting => setting.IsRequired).Select(setting => (JsonNode)$"secure-api:{setting.Key}");
        var config = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = keys,
            ["required"] = new JsonArray(["aws:region", .. required]),
            ["patternProperties"] = new JsonObject { ["^aws:"] = true },
            ["additionalProperties"] = false,
        };
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A stack of secure-api: Pulumi.<stack>.yaml",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["config"] = config,
                ["secretsprovider"] = Text(),
                ["encryptedkey"] = Text(),
                ["encryptionsalt"] = Text(),
            },
            ["required"] = new JsonArray("config"),
            ["additionalProperties"] = false,
        }.ToJsonString(Format) + "\n";
    }

    private static JsonObject Of(Setting setting)
    {
        var schema = Of(setting.Property.PropertyType, setting);
        var limits = ConfigurationReference.LimitsOf(setting);
        schema["description"] = string.Join(' ', ((string[])[Comments.Summary(setting.Property), setting.Unit is null ? "" : $"Unit: {setting.Unit}.", limits.Length == 0 ? "" : $"Limits: {limits}."]).Where(part => part.Length > 0));
        return schema;
    }

    private static JsonObject Of(Type type, Setting setting) => type switch
    {
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) =>
            Limited(new JsonObject { ["type"] = "array", ["items"] = Item(type.GenericTypeArguments[0], setting) }, setting, "minItems", "maxItems"),
        { IsGenericType: true } => Map(type.GenericTypeArguments[1], setting),
        _ when type == typeof(int) => Limited(Item(type, setting), setting, "minimum", "maximum"),
        _ when type == typeof(string) => Limited(Item(type, setting), setting, "minLength", "maxLength"),
        _ => Item(type, setting),
    };

    private static JsonObject Map(Type item, Setting setting)
    {
        var schema = Limited(new JsonObject { ["type"] = "object", ["additionalProperties"] = Item(item, setting) }, setting, "minProperties", "maxProperties");
        if (Pattern(setting.KeyRules) is { } pattern) schema["propertyNames"] = new JsonObject { ["pattern"] = pattern };
        return schema;
    }

    private static JsonObject Item(Type type, Setting setting) => type switch
    {
        _ when type == typeof(SecretText) => Secret(),
        { IsEnum: true } => new JsonObject { ["enum"] = new JsonArray([.. setting.WordsOf(type).Select(word => (JsonNode)word)]) },
        _ when setting.ValueRules.OfType<AllowedValuesAttribute>().FirstOrDefault() is { } allowed =>
            new JsonObject { ["enum"] = new JsonArray([.. allowed.Values.Select(value => value is int number ? (JsonNode)number : (string)value!)]) },
        _ when type == typeof(bool) => new JsonObject { ["type"] = "boolean" },
        _ when type == typeof(int) => new JsonObject { ["type"] = "integer" },
        _ when ConfigurationReference.RecordOf(type).Record is not null => Record(type),
        _ when Pattern(setting.ValueRules) is { } pattern => new JsonObject { ["type"] = "string", ["pattern"] = pattern },
        _ => Text(),
    };

    private static string? Pattern(IEnumerable<ValidationAttribute> rules) =>
        rules.OfType<RegularExpressionAttribute>().Select(rule => $"^(?:{rule.Pattern})$").FirstOrDefault();

    private static JsonObject Record(Type type)
    {
        var settings = Setting.Of(type);
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(settings.Select(setting => KeyValuePair.Create(setting.Key, (JsonNode?)Of(setting)))),
            ["required"] = new JsonArray([.. settings.Where(setting => setting.IsRequired).Select(setting => (JsonNode)setting.Key)]),
            ["additionalProperties"] = false,
        };
    }

    // An encrypted value, or one that an operator puts into Secrets Manager.
    private static JsonObject Secret() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["secure"] = Text(), ["external"] = new JsonObject { ["const"] = true } },
        ["minProperties"] = 1,
        ["maxProperties"] = 1,
        ["additionalProperties"] = false,
    };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Limited(JsonObject schema, Setting setting, string least, string most)
    {
        if (setting.Min != int.MinValue) schema[least] = setting.Min;
        if (setting.Max != int.MaxValue) schema[most] = setting.Max;
        return schema;
    }
}
