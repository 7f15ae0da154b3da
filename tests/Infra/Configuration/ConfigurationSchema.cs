using System.Collections.Immutable;
using System.Reflection;
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
        foreach (var property in ConfigurationReference.SettingsOf(typeof(StackConfig)))
            keys[$"secure-api:{ConfigurationReference.KeyOf(property)}"] = Of(property);

        var required = ConfigurationReference.SettingsOf(typeof(StackConfig)).Where(ConfigurationReference.IsRequired)
            .Select(property => (JsonNode)$"secure-api:{ConfigurationReference.KeyOf(property)}");
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

    private static JsonObject Of(PropertyInfo property)
    {
        var schema = Of(property.PropertyType, property.GetCustomAttribute<SettingAttribute>()!);
        var limits = ConfigurationReference.LimitsOf(property).Replace("&lt;", "<", StringComparison.Ordinal);
        var unit = property.GetCustomAttribute<SettingAttribute>()!.Unit;
        schema["description"] = string.Join(' ', ((string[])[Comments.Summary(property), unit is null ? "" : $"Unit: {unit}.", limits.Length == 0 ? "" : $"Limits: {limits}."]).Where(part => part.Length > 0));
        return schema;
    }

    private static JsonObject Of(Type type, SettingAttribute setting) => type switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } inner => Of(inner, setting),
        _ when type == typeof(bool) => new JsonObject { ["type"] = "boolean" },
        _ when type == typeof(int) => Limited(new JsonObject { ["type"] = "integer" }, setting, "minimum", "maximum"),
        _ when type == typeof(SecretText) => Secret(),
        { IsEnum: true } => new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)ConfigurationReference.CamelCase(name))]) },
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) =>
            Limited(new JsonObject { ["type"] = "array", ["items"] = Of(type.GenericTypeArguments[0], Free) }, setting, "minItems", "maxItems"),
        { IsGenericType: true } =>
            Limited(new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(type.GenericTypeArguments[0], Free) }, setting, "minProperties", "maxProperties"),
        _ when ConfigurationReference.SettingsOf(type).Any() => Record(type),
        _ => Limited(Text(), setting, "minLength", "maxLength"),
    };

    private static SettingAttribute Free => new() { Example = "" };

    private static JsonObject Record(Type type)
    {
        var properties = ConfigurationReference.SettingsOf(type).ToList();
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(ConfigurationReference.KeyOf(property), (JsonNode?)Of(property)))),
            ["required"] = new JsonArray([.. properties.Where(ConfigurationReference.IsRequired).Select(property => (JsonNode)ConfigurationReference.KeyOf(property))]),
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

    private static JsonObject Limited(JsonObject schema, SettingAttribute setting, string least, string most)
    {
        if (setting.Min != int.MinValue) schema[least] = setting.Min;
        if (setting.Max != int.MaxValue) schema[most] = setting.Max;
        return schema;
    }
}
