using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>What every Fargate service has: size, count, capacity and scaling.</summary>
public abstract record TaskConfig
{
    /// <summary>A task's CPU: 1024 units are one vCPU. Fargate sells fixed pairs of CPU and memory.</summary>
    [Setting(Unit = "CPU units", Example = "256"), OneOf(256, 512, 1024, 2048, 4096, 8192, 16384, 32768)]
    public int Cpu { get; init; } = 256;

    /// <summary>A task's memory, a size that goes with the CPU's.</summary>
    [Setting(Unit = "MiB", Example = "512")]
    public int Memory { get; init; } = 512;

    /// <summary>The processor that the image is built for.</summary>
    [Setting(Example = "arm64")]
    public CpuArchitecture Architecture { get; init; } = CpuArchitecture.Arm64;

    /// <summary>The fewest tasks that autoscaling keeps.</summary>
    [Setting(Min = 1, Max = 1000, Unit = "tasks", Example = "2")]
    public int MinTasks { get; init; } = 2;

    /// <summary>The most tasks that autoscaling starts.</summary>
    [Setting(Min = 1, Max = 1000, Unit = "tasks", Example = "10")]
    public int MaxTasks { get; init; } = 10;

    /// <summary>The share of tasks on Fargate Spot, which AWS may stop with two minutes' notice.</summary>
    [Setting(Min = 0, Max = 100, Unit = "%", Example = "50")]
    public int SpotPercent { get; init; }

    /// <summary>The average CPU use that autoscaling holds.</summary>
    [Setting(Min = 10, Max = 90, Unit = "%", Example = "60")]
    public int CpuTargetPercent { get; init; } = 60;

    /// <summary>The average memory use that autoscaling holds.</summary>
    [Setting(Min = 10, Max = 90, Unit = "%", Example = "70")]
    public int MemoryTargetPercent { get; init; } = 70;

    /// <summary>How long a task may take to finish its requests after it is told to stop.</summary>
    [Setting(Min = 30, Max = 120, Unit = "seconds", Example = "60")]
    public int StopTimeoutSeconds { get; init; } = 60;
}
