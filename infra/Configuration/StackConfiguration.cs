using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureApi.Configuration;

/// <summary>Reads and validates all settings of a stack.</summary>
public static class StackConfiguration
{
    private const string RegionKey = "aws:region";
    private const string RegionExample = "aws:region: eu-west-1";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads the settings of the running deployment.</summary>
    /// <exception cref="ConfigException">Every error of the configuration.</exception>
    public static StackConfig FromEngine() =>
        FromEngine(EngineConfiguration.OfDeployment(Setting.Of(typeof(StackConfig)).Select(setting => setting.Key).Append(RegionKey)));

    /// <summary>Reads the settings of a deployment, which also needs a real domain and revocation lists that are valid today.</summary>
    /// <param name="configuration">What the engine gave.</param>
    /// <param name="clock">The clock that says what day it is; the system's by default.</param>
    /// <exception cref="ConfigException">Every error of the configuration.</exception>
    public static StackConfig FromEngine(EngineConfiguration configuration, TimeProvider? clock = null) => Read(configuration, clock ?? TimeProvider.System);

    /// <summary>
    /// Reads the settings offline, for tools: encrypted values stay encrypted (<see cref="SecretText.Encrypted"/>), and domains
    /// that are reserved for examples are allowed.
    /// </summary>
    /// <param name="configuration">The configuration as the engine would give it.</param>
    /// <exception cref="ConfigException">Every error of the configuration.</exception>
    public static StackConfig Offline(EngineConfiguration configuration) => Read(configuration, deploymentClock: null);

    private static StackConfig Read(EngineConfiguration configuration, TimeProvider? deploymentClock)
    {
        var prefix = configuration.Project + ':';
        var root = new JsonObject();
        foreach (var (key, text) in configuration.Values)
            root[key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] : key] = Parse(text);

        var errors = new ConfigErrors(configuration, root);
        var own = new JsonObject(root.Where(entry => !entry.Key.Contains(':', StringComparison.Ordinal))
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
        var settings = (StackConfig)new ConfigBinder(errors).BindRecord(typeof(StackConfig), own, []) with
        {
            Project = configuration.Project,
            Stack = configuration.Stack,
            Region = ReadRegion(root, errors),
        };
        CheckNamespaces(configuration.Project, root, errors);
        settings.Validate(errors, deploymentClock);
        var found = errors.InFileOrder();
        return found.IsEmpty ? settings : throw new ConfigException(configuration.Stack, found);
    }

    /// <summary>A value of the engine: JSON for maps, lists, numbers and truth values, anything else is text as it stands.</summary>
    private static JsonNode? Parse(string text)
    {
        if (text.Length == 0) return null;
        if (text.TrimStart() is ['"', ..]) return JsonValue.Create(text);
        try
        {
            return JsonNode.Parse(text, documentOptions: Strict);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static AwsRegion ReadRegion(JsonObject root, ConfigErrors errors)
    {
        var isSet = root.TryGetPropertyValue(RegionKey, out var node);
        if (node?.GetValueKind() == JsonValueKind.String && AwsRegion.TryParse(node.GetValue<string>(), out var region)) return region;
        errors.Add([RegionKey], isSet ? "the code of an AWS region" : "required: the AWS region of the stack", RegionExample);
        return AwsRegion.Parse("eu-west-1");
    }

    /// <summary>Reports keys of other namespaces, which nobody would read: only the region, and what is the engine's own.</summary>
    private static void CheckNamespaces(string project, JsonObject root, ConfigErrors errors)
    {
        foreach (var (key, _) in root)
        {
            if (!key.Contains(':', StringComparison.Ordinal) || key == RegionKey || key.StartsWith("pulumi:", StringComparison.Ordinal)) continue;
            if (key.StartsWith("aws:", StringComparison.Ordinal))
                errors.Add([key], "aws:region alone; credentials come from the environment (AWS_PROFILE)", RegionExample);
            else
                errors.Add([key], $"a key of this project ({project}:…) or aws:region", $"{project}:environment: prod");
        }
    }
}
