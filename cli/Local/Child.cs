using System.Collections.Immutable;

namespace SecureApi.Cli.Local;

/// <summary>A program that a run starts and watches.</summary>
internal sealed record Child
{
    /// <summary>The name in front of its lines.</summary>
    public required string Name { get; init; }

    /// <summary>Program and arguments.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>Its whole environment; null for this process's own. Not to be shown.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Where it is started.</summary>
    public required string Directory { get; init; }

    /// <summary>Whether it leads a process group of its own, so that what it leaves behind can be ended with it.</summary>
    public bool LeadsGroup { get; init; }

    /// <summary>The port that it opens when it is ready; null when nobody waits for it.</summary>
    public int? Port { get; init; }

    /// <summary>How long it may take to stop before it is killed.</summary>
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Never the environment.</summary>
    public override string ToString() => Name;
}
