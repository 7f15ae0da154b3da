using System.Collections.Immutable;
using Pulumi;
using SecureApi.Naming;

namespace SecureApi.Compute;

/// <summary>
/// The one container of a task, with the values that are known only after other resources exist.
/// <see cref="ContainerDefinition"/> is the same with all values known.
/// </summary>
public sealed record ContainerSpec
{
    /// <summary>Repository and digest: <c>…/api@sha256:…</c>.</summary>
    public required Output<string> Image { get; init; }

    /// <summary>The only port, TCP.</summary>
    public required int Port { get; init; }

    /// <summary>Plain settings by environment variable.</summary>
    public required NamedMap<Output<string>> Environment { get; init; }

    /// <summary>Secrets by environment variable: what <c>valueFrom</c> says.</summary>
    public NamedMap<Output<string>> Secrets { get; init; } = NamedMaps.Empty<Output<string>>();

    /// <summary>Directories in memory, the only ones that can be written.</summary>
    public ImmutableArray<TmpfsMount> Tmpfs { get; init; } = [];

    /// <summary>Whether the port is below 1024, which a user other than root may bind only by a kernel setting.</summary>
    public bool BindsPrivilegedPort => Port < 1024;

    /// <summary>Seconds between the stop signal and the kill.</summary>
    public required int StopTimeoutSeconds { get; init; }
}
