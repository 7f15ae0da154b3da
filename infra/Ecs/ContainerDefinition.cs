using System.Collections.Immutable;
using Pulumi;
using SecureApi.Common;

namespace SecureApi.Ecs;

/// <summary>
/// The container definition as ECS stores it. Members and lists are in a fixed order and defaults are left out, so that the
/// same container is always the same text and no task definition is replaced without a change.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"/>
public sealed record ContainerDefinition
{
    /// <summary>Every image of this product runs as this user and group; it owns nothing that could be changed.</summary>
    public const string User = "10001:10001";

    /// <summary>Every image brings this program: exit code 0 while the container is healthy.</summary>
    public const string HealthCheck = "/usr/local/bin/healthcheck";

    /// <summary>Lets a user other than root bind any port of the task's own network namespace.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_SystemControl.html"/>
    public const string UnprivilegedPorts = "net.ipv4.ip_unprivileged_port_start";

    private static readonly ImmutableArray<string> HealthCommand = ["CMD", HealthCheck];

    private static readonly ImmutableArray<string> AllCapabilities = ["ALL"];

    private const int HealthIntervalSeconds = 10;
    private const int HealthTimeoutSeconds = 5;
    private const int HealthRetries = 3;
    private const int HealthStartSeconds = 30;

    /// <summary>The container's name.</summary>
    public required string Name { get; init; }

    /// <summary>Repository and digest.</summary>
    public required string Image { get; init; }

    /// <summary>Everything else that the container asks for.</summary>
    public required ContainerSpec Spec { get; init; }

    /// <summary>Plain settings by environment variable, values known.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>Secrets by environment variable, ARNs known.</summary>
    public required ImmutableSortedDictionary<string, string> Secrets { get; init; }

    /// <summary>The log group.</summary>
    public required string LogGroup { get; init; }

    /// <summary>The region of the log group.</summary>
    public required string Region { get; init; }

    /// <summary>The definition as the array of one that a task definition holds.</summary>
    public string ToJson() => JsonText.Of(new[]
    {
        new
        {
            Environment = Environment.Select(pair => new { Name = pair.Key, pair.Value }),
            Essential = true,
            HealthCheck = new
            {
                Command = HealthCommand,
                Interval = HealthIntervalSeconds,
                Retries = HealthRetries,
                StartPeriod = HealthStartSeconds,
                Timeout = HealthTimeoutSeconds,
            },
            Image,
            LinuxParameters = new
            {
                Capabilities = new { Drop = AllCapabilities },
                InitProcessEnabled = true,
                Tmpfs = Spec.Tmpfs.IsEmpty ? null : Spec.Tmpfs.Select(mount => new
                {
                    ContainerPath = mount.Path,
                    MountOptions = TmpfsOptions(mount),
                    Size = mount.SizeMiB,
                }),
            },
            LogConfiguration = new
            {
                LogDriver = "awslogs",
                Options = new OrderedDictionary<string, string>
                {
                    ["awslogs-group"] = LogGroup,
                    ["awslogs-region"] = Region,
                    ["awslogs-stream-prefix"] = Name,
                    // A full log must not stop the service: lines are dropped instead (AWS's default since June 2025).
                    ["max-buffer-size"] = "25m",
                    ["mode"] = "non-blocking",
                },
            },
            Name,
            PortMappings = new[] { new { ContainerPort = Spec.Port, HostPort = Spec.Port, Protocol = "tcp" } },
            ReadonlyRootFilesystem = true,
            Secrets = Secrets.Select(pair => new { Name = pair.Key, ValueFrom = pair.Value }),
            StopTimeout = Spec.StopTimeoutSeconds,
            SystemControls = Spec.BindsPrivilegedPort
                ? new[] { new { Namespace = UnprivilegedPorts, Value = "0" } }
                : [],
            User,
        },
    });

    private static string[] TmpfsOptions(TmpfsMount mount)
    {
        var ids = User.Split(':');
        return ["nodev", "noexec", "nosuid", $"mode={mount.Mode}", $"uid={ids[0]}", $"gid={ids[1]}"];
    }
}

/// <summary>
/// The one container of a task, with the values that are known only after other resources exist.
/// <see cref="ContainerDefinition"/> is the same with all values known.
/// </summary>
public sealed record ContainerSpec
{
    /// <summary>Repository and digest: <c>…/api@sha256:…</c>; null before the first image.</summary>
    public required Output<string>? Image { get; init; }

    /// <summary>The only port, TCP.</summary>
    public required int Port { get; init; }

    /// <summary>Plain settings by environment variable.</summary>
    public required ImmutableSortedDictionary<string, Output<string>> Environment { get; init; }

    /// <summary>Secrets by environment variable: what <c>valueFrom</c> says.</summary>
    public ImmutableSortedDictionary<string, Output<string>> Secrets { get; init; } = SortedMaps.Empty<Output<string>>();

    /// <summary>Directories in memory, the only ones that can be written.</summary>
    public ImmutableArray<TmpfsMount> Tmpfs { get; init; } = [];

    /// <summary>Whether the port is below 1024, which a user other than root may bind only by a kernel setting.</summary>
    public bool BindsPrivilegedPort => Port < 1024;

    /// <summary>Seconds between the stop signal and the kill.</summary>
    public required int StopTimeoutSeconds { get; init; }
}

/// <summary>A directory in memory.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html"/>
/// <param name="Path">Absolute path in the container.</param>
/// <param name="SizeMiB">The most that it holds; counts towards the task's memory.</param>
/// <param name="Mode">Permissions in octal.</param>
public sealed record TmpfsMount(string Path, int SizeMiB, string Mode);
