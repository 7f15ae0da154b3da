using System.Collections.Immutable;

namespace SecureApi.Configuration;

/// <summary>Turns a stack's configuration into its settings, and applies every rule.</summary>
internal sealed class SettingsBinder
{
    /// <summary>The one key that is not the project's own.</summary>
    public const string RegionKey = "aws:region";

    private const string RegionExample = "aws:region: eu-west-1";

    private readonly string _project;
    private readonly string _stack;
    private readonly ConfigMap _root;

    /// <summary>Takes the configuration apart: the project's own keys lose their namespace.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="stack">The stack's name.</param>
    /// <param name="entries">The configuration by full key.</param>
    /// <param name="location">Where the configuration begins; null when it comes from the engine.</param>
    public SettingsBinder(string project, string stack, ImmutableArray<ConfigEntry> entries, SourceLocation? location)
    {
        (_project, _stack) = (project, stack);
        var prefix = project + ':';
        _root = new ConfigMap(
            [.. entries.Select(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal) ? entry with { Key = entry.Key[prefix.Length..] } : entry)],
            location);
        Faults = new FaultList(project, _root);
    }

    /// <summary>The faults so far.</summary>
    public FaultList Faults { get; }

    /// <summary>The settings.</summary>
    /// <exception cref="SettingsException">There are faults.</exception>
    public StackConfig Bind(ImmutableArray<ISettingsRule> rules)
    {
        var own = new ConfigMap([.. _root.Entries.Where(entry => !entry.Key.Contains(':', StringComparison.Ordinal))], _root.Location);
        var settings = (StackConfig)new RecordReader(typeof(StackConfig)).Read(own, current: null, new BindingContext(Faults))! with
        {
            Project = _project,
            Stack = _stack,
            Region = ReadRegion(),
        };
        CheckNamespaces();
        foreach (var rule in rules) rule.Check(settings, Faults);
        return Faults.IsEmpty ? settings : throw new SettingsException(_stack, Faults.InDocumentOrder());
    }

    private AwsRegion ReadRegion()
    {
        var node = _root.Find(RegionKey)?.Value;
        if (AwsRegion.TryParse((node as ConfigScalar)?.Text, out var region)) return region;
        Faults.Add([RegionKey], node is null ? "required: the AWS region of the stack" : "the code of an AWS region", RegionExample);
        return AwsRegion.Parse("eu-west-1");
    }

    /// <summary>Reports keys of other namespaces, which nobody would read: only the region, and what is the engine's own.</summary>
    private void CheckNamespaces()
    {
        foreach (var entry in _root.Entries)
        {
            if (!entry.Key.Contains(':', StringComparison.Ordinal) || entry.Key == RegionKey || entry.Key.StartsWith("pulumi:", StringComparison.Ordinal)) continue;
            if (entry.Key.StartsWith("aws:", StringComparison.Ordinal))
            {
                Faults.Add([entry.Key], "aws:region alone; credentials come from the environment (AWS_PROFILE)", RegionExample);
            }
            else
            {
                Faults.Add([entry.Key], $"a key of this project ({_project}:…) or aws:region", $"{_project}:environment: prod");
            }
        }
    }
}
