using System.Collections.Immutable;

namespace SecureApi.Configuration;

/// <summary>What this program needs of <c>Pulumi.yaml</c>: the project's name, where the stack files lie, and values for all stacks.</summary>
/// <remarks>https://www.pulumi.com/docs/iac/concepts/projects/project-file/</remarks>
internal sealed class ProjectFile
{
    /// <summary>The file's name.</summary>
    public const string FileName = "Pulumi.yaml";

    private ProjectFile(string name, string stackDirectory, ImmutableArray<ConfigEntry> config) =>
        (Name, StackDirectory, Config) = (name, stackDirectory, config);

    /// <summary>The project's name: the namespace of its keys.</summary>
    public string Name { get; }

    /// <summary>The folder of the stack files.</summary>
    public string StackDirectory { get; }

    /// <summary>Values and defaults for every stack, by full key.</summary>
    public ImmutableArray<ConfigEntry> Config { get; }

    /// <summary>The nearest folder with a project file, from <paramref name="directory"/> upwards, as Pulumi looks for it; null when there is none.</summary>
    public static string? FindDirectory(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, FileName))) return folder.FullName;
        }

        return null;
    }

    /// <summary>Reads the project file of a folder.</summary>
    /// <exception cref="YamlDotNet.Core.YamlException">The file is not YAML, or names no project.</exception>
    public static ProjectFile Read(string directory)
    {
        var root = YamlReader.Read(FileName, File.ReadAllText(Path.Combine(directory, FileName))) as ConfigMap;
        if (root?.Find("name")?.Value is not ConfigScalar { ScalarKind: ScalarKind.Text } name)
        {
            throw new YamlDotNet.Core.YamlException("expected a key 'name' with the project's name");
        }

        var stackDirectory = root.Find("stackConfigDir")?.Value is ConfigScalar { ScalarKind: ScalarKind.Text } folder
            ? Path.Combine(directory, folder.Text)
            : directory;
        return new ProjectFile(name.Text, stackDirectory, [.. Values(name.Text, root.Find("config")?.Value)]);
    }

    /// <summary>The values of the <c>config</c> section: written as they are, under <c>value</c>, or as the <c>default</c> of a typed entry.</summary>
    private static IEnumerable<ConfigEntry> Values(string project, ConfigNode? config)
    {
        if (config is not ConfigMap map) yield break;
        foreach (var entry in map.Entries)
        {
            var key = entry.Key.Contains(':', StringComparison.Ordinal) ? entry.Key : $"{project}:{entry.Key}";
            var value = entry.Value is ConfigMap declaration
                ? (declaration.Find("value") ?? declaration.Find("default"))?.Value
                : entry.Value;
            if (value is not null) yield return entry with { Key = key, Value = value };
        }
    }
}
