using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureApi.Configuration;
using YamlDotNet.Core;

namespace SecureApi.Cli.Commands.StackFiles;

/// <summary>
/// Reads Pulumi's files, <c>Pulumi.yaml</c> and <c>Pulumi.&lt;stack&gt;.yaml</c>, into the form in which the engine hands
/// configuration to the program.
/// </summary>
/// <remarks>
/// https://www.pulumi.com/docs/iac/concepts/projects/project-file/ and
/// https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/
/// </remarks>
internal static class StackFileReader
{
    /// <summary>The project file's name.</summary>
    public const string ProjectFileName = "Pulumi.yaml";

    private const string ConfigKey = "config";
    private static readonly string[] Sections = [ConfigKey, "encryptedkey", "encryptionsalt", "environment", "secretsprovider"];

    /// <summary>The nearest folder with a project file, from <paramref name="directory"/> upwards, as Pulumi looks for it; null when there is none.</summary>
    public static string? FindProject(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, ProjectFileName))) return folder.FullName;
        }

        return null;
    }

    /// <summary>Reads and validates the settings of a stack offline.</summary>
    /// <param name="directory">The project's folder, or one below it.</param>
    /// <param name="stack">The stack's name.</param>
    /// <exception cref="ConfigException">Every error of the files and the settings.</exception>
    public static StackConfig Load(string directory, string stack) => StackConfiguration.Offline(Read(directory, stack));

    /// <summary>Reads the configuration of a stack.</summary>
    /// <param name="directory">The project's folder, or one below it.</param>
    /// <param name="stack">The stack's name.</param>
    /// <exception cref="ConfigException">There is no such project or stack, or a file cannot be read.</exception>
    public static EngineConfiguration Read(string directory, string stack)
    {
        var home = FindProject(directory)
            ?? throw Error(stack, new ConfigError(ProjectFileName, null, directory, "a Pulumi project: this folder, or one above it, with a Pulumi.yaml", "--directory ."));
        var project = Parse(home, stack, ProjectFileName, "name: secure-api");
        if ((project.Root as JsonObject)?["name"] is not JsonValue name || name.GetValueKind() != JsonValueKind.String)
            throw Error(stack, new ConfigError(ProjectFileName, new SourceLocation(ProjectFileName, 1, 1), "(not read)", "YAML: expected a key 'name' with the project's name", "name: secure-api"));

        var projectName = name.GetValue<string>();
        var folder = ConfigFolder(project.Root) is { } configFolder ? Path.Combine(home, configFolder) : home;
        var fileName = $"Pulumi.{stack}.yaml";
        if (Path.GetFileName(stack) != stack || !File.Exists(Path.Combine(folder, fileName))) throw UnknownStack(stack, folder);
        var file = Parse(folder, stack, fileName, "config: {aws:region: eu-west-1}");
        if (file.Root is not JsonObject root)
            throw Error(stack, new ConfigError(fileName, new SourceLocation(fileName, 1, 1), "(not read)", "YAML: expected a map with the key 'config'", "config: {aws:region: eu-west-1}"));

        var merged = new MergedConfig(projectName, project, file);
        merged.Read();
        var start = file.LocateKey(ConfigKey) ?? new SourceLocation(fileName, 1, 1);
        return new EngineConfiguration
        {
            Project = projectName,
            Stack = stack,
            Values = merged.Values.ToImmutableSortedDictionary(entry => entry.Key, entry => ToText(entry.Value), StringComparer.Ordinal),
            SourceErrors = [.. SectionErrors(file, root), .. merged.Errors],
            Locate = path => merged.Locate(path) ?? start,
        };
    }

    /// <summary>Where the stack files are, below the project's folder: <c>stackConfigDir</c>, or <c>config</c> as old projects write it.</summary>
    private static string? ConfigFolder(JsonNode project) => new[] { project["stackConfigDir"], project[ConfigKey] }
        .Select(value => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null)
        .FirstOrDefault(folder => folder is not null);

    /// <summary>A value as the engine hands it over: text as it is, everything else as JSON.</summary>
    private static string ToText(JsonNode? value) => value switch
    {
        null => string.Empty,
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    /// <summary>Reports sections that Pulumi does not know: it would ignore them.</summary>
    private static IEnumerable<ConfigError> SectionErrors(YamlFile file, JsonObject root)
    {
        foreach (var (key, value) in root.Where(entry => !Sections.Contains(entry.Key)))
        {
            yield return new ConfigError(
                key,
                file.LocateKey(key),
                ConfigValue.Display(value),
                $"a section of a stack file: {string.Join(", ", Sections)}{Suggestion.DidYouMean(key, Sections)}",
                "config:");
        }

        if (root[ConfigKey] is { } config and not JsonObject)
            yield return new ConfigError(ConfigKey, file.LocateKey(ConfigKey), ConfigValue.Display(config), $"a map, not {ConfigValue.KindOf(config)}", "config: {aws:region: eu-west-1}");
    }

    private static YamlFile Parse(string folder, string stack, string file, string example)
    {
        try
        {
            return YamlFile.Parse(file, ReadText(Path.Combine(folder, file)), file == ProjectFileName ? YamlKind.Project : YamlKind.Stack);
        }
        catch (YamlException error)
        {
            var location = new SourceLocation(file, (int)error.Start.Line, (int)error.Start.Column);
            throw Error(stack, new ConfigError(file, location, "(not read)", $"YAML: {error.Message}", example));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Error(stack, new ConfigError(file, null, "(not read)", $"a readable file: {error.Message}", $"chmod u+r {file}"));
        }
    }

    /// <summary>Text in UTF-8, or in UTF-16 with its mark, as Pulumi reads it.</summary>
    private static string ReadText(string path)
    {
        try
        {
            using var reader = new StreamReader(path, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (System.Text.DecoderFallbackException)
        {
            throw new YamlException(new Mark(0, 1, 1), new Mark(0, 1, 2), "expected text in UTF-8: save the file in that encoding");
        }
    }

    private static ConfigException UnknownStack(string stack, string folder)
    {
        string[] stacks =
        [
            .. Directory.EnumerateFiles(folder, "Pulumi.*.yaml")
                .Select(path => Path.GetFileName(path)["Pulumi.".Length..^".yaml".Length])
                .Order(StringComparer.Ordinal),
        ];
        var rule = $"a stack with a file Pulumi.<stack>.yaml: {string.Join(", ", stacks)}{Suggestion.DidYouMean(stack, stacks)}";
        return Error(stack, new ConfigError("pulumi:stack", null, stack, rule, $"--stack {Suggestion.Nearest(stack, stacks) ?? stacks.FirstOrDefault() ?? "prod"}"));
    }

    private static ConfigException Error(string stack, ConfigError error) => new(stack, [error]);
}
