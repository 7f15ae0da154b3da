using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pulumi;

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
        var own = new JsonObject(root.Where(entry => !entry.Key.Contains(':', StringComparison.Ordinal) && !errors.HasError(entry.Key))
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

/// <summary>
/// The configuration of a stack in the form that Pulumi's engine hands to a program: values by full key, structured ones as
/// JSON text.
/// </summary>
public sealed record EngineConfiguration
{
    /// <summary>The project's name.</summary>
    public required string Project { get; init; }

    /// <summary>The stack's name.</summary>
    public required string Stack { get; init; }

    /// <summary>
    /// The values by full key: <c>secure-api:network</c>, <c>aws:region</c>. Where the engine would have decrypted a value,
    /// a tool that cannot puts <see cref="SecretText.EncryptedText"/>.
    /// </summary>
    public required ImmutableSortedDictionary<string, string> Values { get; init; }

    /// <summary>The full keys whose values are secrets, or hold some.</summary>
    public ImmutableHashSet<string> SecretKeys { get; init; } = [];

    /// <summary>
    /// Finds where a value was written, or the nearest value that holds it. The path begins with the full key, and list
    /// positions are written <c>[0]</c>. Null for the engine, which does not know.
    /// </summary>
    public Func<IReadOnlyList<string>, SourceLocation?>? Locate { get; init; }

    /// <summary>Errors that were found while the source was read, reported together with those of the values.</summary>
    public ImmutableArray<ConfigError> SourceErrors { get; init; } = [];

    /// <summary>
    /// Reads what the engine gave to the running deployment. Known keys come through <see cref="Config"/>; the variable
    /// <c>PULUMI_CONFIG</c>, from which it reads too, also holds keys that nobody knows.
    /// </summary>
    internal static EngineConfiguration OfDeployment(IEnumerable<string> knownKeys)
    {
        var (project, stack) = (Deployment.Instance.ProjectName, Deployment.Instance.StackName);
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var entry in ReadVariable("PULUMI_CONFIG")?.EnumerateObject() ?? default) values[Normalize(entry.Name)] = entry.Value.ToString();
        foreach (var key in knownKeys.Select(key => key.Contains(':', StringComparison.Ordinal) ? key : $"{project}:{key}"))
        {
            var colon = key.IndexOf(':', StringComparison.Ordinal);
            if (new Config(key[..colon]).Get(key[(colon + 1)..]) is { } value) values[key] = value;
        }

        return new EngineConfiguration
        {
            Project = project,
            Stack = stack,
            Values = values.ToImmutable(),
            SecretKeys = [.. (ReadVariable("PULUMI_CONFIG_SECRET_KEYS")?.EnumerateArray() ?? default).Select(key => Normalize(key.ToString()))],
        };
    }

    /// <summary>Old engines write <c>project:config:key</c>.</summary>
    private static string Normalize(string key) => key.Split(':') is [var space, "config", var name] ? $"{space}:{name}" : key;

    private static JsonElement? ReadVariable(string name) =>
        System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } json ? JsonDocument.Parse(json).RootElement : null;
}
