using YamlDotNet.Core;

namespace SecureApi.Configuration;

/// <summary>Reads the settings of a stack: from Pulumi's files, or from its engine. Either way they are checked as a whole.</summary>
public static class StackConfiguration
{
    private static IEnumerable<string> KnownKeys =>
        RecordShape.Of(typeof(StackConfig)).Properties.Select(property => property.Key).Append(SettingsBinder.RegionKey);

    /// <summary>
    /// Reads the settings of a stack offline, from <c>Pulumi.yaml</c> and the stack's file. Encrypted values stay
    /// encrypted (<see cref="SecretText.Encrypted"/>), and domains that are reserved for examples are allowed.
    /// </summary>
    /// <param name="directory">The project's folder, or one below it.</param>
    /// <param name="stack">The stack's name.</param>
    /// <exception cref="SettingsException">Every fault of the files and the settings.</exception>
    public static StackConfig FromFiles(string directory, string stack)
    {
        var home = ProjectFile.FindDirectory(directory)
            ?? throw Fault(stack, new SettingFault(ProjectFile.FileName, null, directory, "a Pulumi project: this folder, or one above it, with a Pulumi.yaml", "--directory ."));
        var project = Parse(stack, ProjectFile.FileName, "name: secure-api", () => ProjectFile.Read(home));
        if (!StackFile.Exists(project.StackDirectory, stack)) throw UnknownStack(stack, StackFile.StacksIn(project.StackDirectory));
        var file = Parse(stack, StackFile.NameFor(stack), "config: {aws:region: eu-west-1}", () => StackFile.Read(project.StackDirectory, stack));
        // As Pulumi merges them: a key of the stack file replaces the project's as a whole.
        var inherited = project.Config.Where(entry => file.Config.All(own => own.Key != entry.Key));
        var binder = new SettingsBinder(project.Name, stack, [.. file.Config, .. inherited], file.Location);
        file.CheckSections(binder.Faults);
        return binder.Bind(SettingsRules.Always);
    }

    /// <summary>Reads the settings of the running deployment.</summary>
    /// <exception cref="SettingsException">Every fault of the settings.</exception>
    public static StackConfig FromEngine() => FromEngine(EngineConfiguration.OfDeployment(KnownKeys));

    /// <summary>Reads the settings that the engine gave.</summary>
    /// <param name="configuration">What the engine gave.</param>
    /// <param name="clock">Tells today; the system's clock by default.</param>
    /// <exception cref="SettingsException">Every fault of the settings.</exception>
    public static StackConfig FromEngine(EngineConfiguration configuration, TimeProvider? clock = null)
    {
        var entries = configuration.Values.Select(value =>
            new ConfigEntry(value.Key, JsonReader.Read(value.Value, configuration.SecretKeys.Contains(value.Key))));
        return new SettingsBinder(configuration.Project, configuration.Stack, [.. entries], location: null).Bind(SettingsRules.ForDeployment(clock ?? TimeProvider.System));
    }

    private static T Parse<T>(string stack, string file, string example, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (YamlException error)
        {
            var location = new SourceLocation(file, (int)error.Start.Line, (int)error.Start.Column);
            throw Fault(stack, new SettingFault(file, location, "(not read)", $"YAML: {error.Message}", example));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fault(stack, new SettingFault(file, null, "(not read)", $"a readable file: {error.Message}", $"chmod u+r {file}"));
        }
    }

    private static SettingsException UnknownStack(string stack, string[] stacks)
    {
        var example = Suggestion.Nearest(stack, stacks) ?? stacks.FirstOrDefault() ?? "prod";
        var rule = $"a stack with a file {StackFile.NameFor("<stack>")}: {string.Join(", ", stacks)}{Suggestion.DidYouMean(stack, stacks)}";
        return Fault(stack, new SettingFault("pulumi:stack", null, stack, rule, $"--stack {example}"));
    }

    private static SettingsException Fault(string stack, SettingFault fault) => new(stack, [fault]);
}
