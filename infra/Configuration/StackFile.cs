using System.Collections.Immutable;

namespace SecureApi.Configuration;

/// <summary>What this program needs of <c>Pulumi.&lt;stack&gt;.yaml</c>: its <c>config</c> section.</summary>
/// <remarks>https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/</remarks>
internal sealed class StackFile
{
    private static readonly string[] Sections = ["config", "encryptedkey", "encryptionsalt", "environment", "secretsprovider"];

    private StackFile(string fileName, ConfigMap root) => (FileName, Root) = (fileName, root);

    /// <summary>The file's name.</summary>
    public string FileName { get; }

    /// <summary>The whole file.</summary>
    private ConfigMap Root { get; }

    /// <summary>The configuration, by full key.</summary>
    public ImmutableArray<ConfigEntry> Config => Root.Find("config")?.Value is ConfigMap map ? map.Entries : [];

    /// <summary>Where the configuration begins.</summary>
    public SourceLocation Location => Root.Find("config")?.KeyLocation ?? new SourceLocation(FileName, 1, 1);

    /// <summary>True when the stack has a file in a folder.</summary>
    public static bool Exists(string directory, string stack) =>
        Path.GetFileName(stack) == stack && File.Exists(Path.Combine(directory, NameFor(stack)));

    /// <summary>The stacks that have a file in a folder, in name order.</summary>
    public static string[] StacksIn(string directory) =>
    [
        .. Directory.EnumerateFiles(directory, "Pulumi.*.yaml")
            .Select(path => Path.GetFileName(path)["Pulumi.".Length..^".yaml".Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The file's name for a stack.</summary>
    public static string NameFor(string stack) => $"Pulumi.{stack}.yaml";

    /// <summary>Reads a stack's file.</summary>
    /// <exception cref="YamlDotNet.Core.YamlException">The file is not a YAML map.</exception>
    public static StackFile Read(string directory, string stack)
    {
        var fileName = NameFor(stack);
        return YamlReader.Read(fileName, File.ReadAllText(Path.Combine(directory, fileName))) is ConfigMap root
            ? new StackFile(fileName, root)
            : throw new YamlDotNet.Core.YamlException("expected a map with the key 'config'");
    }

    /// <summary>Reports sections that Pulumi does not know: it would ignore them.</summary>
    public void CheckSections(FaultList faults)
    {
        foreach (var entry in Root.Entries)
        {
            if (Array.IndexOf(Sections, entry.Key) >= 0) continue;
            faults.Add(new SettingFault(
                entry.Key,
                entry.KeyLocation,
                $"{entry.Value}",
                $"a section of a stack file: {string.Join(", ", Sections)}{Suggestion.DidYouMean(entry.Key, Sections)}",
                "config:"));
        }

        if (Root.Find("config") is { Value: not (ConfigMap or ConfigScalar { ScalarKind: ScalarKind.Null }) } config)
        {
            faults.Add(new SettingFault("config", config.KeyLocation, $"{config.Value}", $"a map, not {config.Value.Kind}", "config: {aws:region: eu-west-1}"));
        }
    }
}
