using System.Text.Json;

namespace Pulumi;

/// <summary>The configuration that the PULUMI_CONFIG variable holds.</summary>
internal sealed class DeploymentConfig
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Reads the variable; a text that is not a JSON object is an error.</summary>
    public static DeploymentConfig FromEnvironment()
    {
        var config = new DeploymentConfig();
        if (Environment.GetEnvironmentVariable("PULUMI_CONFIG") is not { } text)
            return config;

        using var document = JsonDocument.Parse(text);
        foreach (var property in document.RootElement.EnumerateObject())
            config._values[WithoutNamespace(property.Name)] = property.Value.ToString();
        return config;
    }

    /// <summary>The value of a key "project:key", or null.</summary>
    public string? Get(string key) => _values.GetValueOrDefault(key);

    /// <summary>An older form of a key is "project:config:key".</summary>
    private static string WithoutNamespace(string key)
    {
        const string Namespace = "config:";
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && key.AsSpan(colon + 1).StartsWith(Namespace, StringComparison.Ordinal)
            ? string.Concat(key.AsSpan(0, colon + 1), key.AsSpan(colon + 1 + Namespace.Length))
            : key;
    }
}
