using System.Collections.Immutable;

namespace SecureApi.Configuration;

/// <summary>
/// Collects the faults of one stack. Whoever finds one names the setting by its path; this adds the value that was
/// found, masked when it may be a secret, and where it was written.
/// </summary>
/// <param name="project">The project's name: the namespace of its keys.</param>
/// <param name="root">The whole configuration: the project's keys without namespace, all others with theirs.</param>
public sealed class FaultList(string project, ConfigMap root)
{
    private readonly List<Entry> _faults = [];

    /// <summary>True when no fault was found.</summary>
    public bool IsEmpty => _faults.Count == 0;

    /// <summary>Adds a fault.</summary>
    /// <param name="path">The setting: keys from the top, list positions as <c>[0]</c>.</param>
    /// <param name="rule">What is asked for.</param>
    /// <param name="example">A valid entry: <c>natGateways: perAz</c>.</param>
    /// <param name="value">What was found; by default the text of the setting in the configuration, masked if its name is that of a secret.</param>
    public void Add(string[] path, string rule, string example, string? value = null)
    {
        var (node, location) = Locate(path);
        if (path.Length == 1 ? !path[0].Contains(':', StringComparison.Ordinal) : example.StartsWith(path[0] + ':', StringComparison.Ordinal))
        {
            // A whole key of the stack file needs its namespace.
            example = $"{project}:{example}";
        }

        _faults.Add(new Entry(path, new SettingFault(KeyOf(path), location, value ?? Show(path, node), rule, example)));
    }

    /// <summary>Adds a fault that is not about a setting.</summary>
    public void Add(SettingFault fault) => _faults.Add(new Entry([fault.Key], fault));

    /// <summary>True when a fault was found in this setting, in a part of it or in what it is part of: its value means nothing then.</summary>
    public bool IsBroken(params string[] path) => _faults.Exists(fault => StartsWith(fault.Path, path) || StartsWith(path, fault.Path));

    /// <summary>True when the setting is written in the configuration.</summary>
    public bool IsSet(params string[] path) => Locate(path).Node is not null;

    /// <summary>The faults in the order of the files.</summary>
    public ImmutableArray<SettingFault> InDocumentOrder() =>
    [
        .. _faults
            .Select(fault => fault.Fault)
            .OrderBy(fault => fault.Location is null)
            .ThenBy(fault => fault.Location?.File, StringComparer.Ordinal)
            .ThenBy(fault => fault.Location?.Line)
            .ThenBy(fault => fault.Location?.Column),
    ];

    private static bool StartsWith(string[] path, string[] start) =>
        path.Length >= start.Length && path.AsSpan(0, start.Length).SequenceEqual(start);

    private static string Show(string[] path, ConfigNode? node) =>
        node is null ? "(not set)" : SecretDetector.IsSecretName(path[^1]) ? SecretText.Mask : node.ToString();

    private string KeyOf(string[] path)
    {
        var key = path[0].Contains(':', StringComparison.Ordinal) ? path[0] : $"{project}:{path[0]}";
        foreach (var segment in path.AsSpan(1))
        {
            // Pulumi's own notation for a key that is no plain word.
            key += segment.StartsWith('[') ? segment : segment.AsSpan().ContainsAny(".[]\" ") ? $"[\"{segment}\"]" : $".{segment}";
        }

        return key;
    }

    /// <summary>The node of a setting, and where it, or the nearest that holds it, was written.</summary>
    private (ConfigNode? Node, SourceLocation? Location) Locate(string[] path)
    {
        ConfigNode? node = root;
        var location = root.Location;
        foreach (var segment in path)
        {
            if (node is ConfigMap map)
            {
                var entry = map.Find(segment);
                node = entry?.Value;
                location = entry?.Value.Location ?? location;
                if (node is ConfigMap or ConfigList) location = entry?.KeyLocation ?? location;
            }
            else if (node is ConfigList list && segment.StartsWith('['))
            {
                node = list.Items[int.Parse(segment.AsSpan(1, segment.Length - 2), provider: null)];
                location = node.Location ?? location;
            }
            else
            {
                node = null;
            }

            if (node is null) break;
        }

        return (node, location);
    }

    private sealed record Entry(string[] Path, SettingFault Fault);
}
