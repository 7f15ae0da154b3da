using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>What every Fargate service has: size, count, capacity and scaling.</summary>
public abstract record TaskConfig
{
    /// <summary>A task's CPU: 1024 units are one vCPU. Fargate sells fixed pairs of CPU and memory.</summary>
    [Setting(Unit = "CPU units", Example = "256"), FargateCpu]
    public int Cpu { get; init; } = 256;

    /// <summary>A task's memory, a size that goes with the CPU's.</summary>
    [Setting(Unit = "MiB", Example = "512")]
    public int Memory { get; init; } = 512;

    /// <summary>The processor that the image is built for.</summary>
    [Setting(Example = "arm64")]
    public CpuArchitecture Architecture { get; init; } = CpuArchitecture.Arm64;

    /// <summary>The fewest tasks that autoscaling keeps.</summary>
    [Setting(Unit = "tasks", Example = "2"), Range(1, 1000)]
    public int MinTasks { get; init; } = 2;

    /// <summary>The most tasks that autoscaling starts.</summary>
    [Setting(Unit = "tasks", Example = "10"), Range(1, 1000)]
    public int MaxTasks { get; init; } = 10;

    /// <summary>The share of tasks on Fargate Spot, which AWS may stop with two minutes' notice.</summary>
    [Setting(Unit = "%", Example = "50"), Range(0, 100)]
    public int SpotPercent { get; init; }

    /// <summary>The average CPU use that autoscaling holds.</summary>
    [Setting(Unit = "%", Example = "60"), Range(10, 90)]
    public int CpuTargetPercent { get; init; } = 60;

    /// <summary>The average memory use that autoscaling holds.</summary>
    [Setting(Unit = "%", Example = "70"), Range(10, 90)]
    public int MemoryTargetPercent { get; init; } = 70;

    /// <summary>How long a task may take to finish its requests after it is told to stop.</summary>
    [Setting(Unit = "seconds", Example = "60"), Range(30, 120)]
    public int StopTimeoutSeconds { get; init; } = 60;

    /// <summary>Validates the rules on several values of the tasks at a place in the configuration.</summary>
    private protected void ValidateTasks(string[] path, StackConfig stack, ConfigErrors errors)
    {
        CheckSize(path, errors);
        CheckCount(path, errors);
        if (stack.Environment == DeploymentEnvironment.Prod) CheckTasksOfProduction(path, errors);
    }

    /// <summary>CPU and memory are a combination that Fargate supports.</summary>
    private void CheckSize(string[] path, ConfigErrors errors)
    {
        if (FargateSizes.IsLegal(Cpu, Memory) || errors.HasError([.. path, "cpu"]) || errors.HasError([.. path, "memory"])) return;
        errors.Add(
            [.. path, "memory"],
            $"with cpu: {Cpu}, Fargate has memory of {FargateSizes.DescribeMemory(Cpu)} MiB",
            $"memory: {FargateSizes.MemoryFor(Cpu)[0]}",
            $"{Memory}");
    }

    /// <summary>The minimum number of tasks is not above the maximum.</summary>
    private void CheckCount(string[] path, ConfigErrors errors)
    {
        if (MinTasks <= MaxTasks || errors.HasError([.. path, "minTasks"]) || errors.HasError([.. path, "maxTasks"])) return;
        errors.Add([.. path, "maxTasks"], $"at least minTasks ({MinTasks})", $"maxTasks: {MinTasks}", $"{MaxTasks}");
    }

    /// <summary>In production, no service depends on one task or only on capacity that AWS may take back.</summary>
    private void CheckTasksOfProduction(string[] path, ConfigErrors errors)
    {
        if (MinTasks < 2 && !errors.HasError([.. path, "minTasks"]))
            errors.Add([.. path, "minTasks"], "at least 2 in production: one task cannot be replaced without a gap", "minTasks: 2");
        if (SpotPercent == 100)
            errors.Add([.. path, "spotPercent"], "less than 100 in production: AWS may take all Spot tasks back at once", "spotPercent: 50");
    }
}

/// <summary>The processor that a task runs on.</summary>
public enum CpuArchitecture
{
    /// <summary>AWS Graviton: cheaper for the same work.</summary>
    Arm64,

    /// <summary>Intel and AMD.</summary>
    [SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "x86_64 is the architecture's name, and the key in the stack file.")]
    X86_64,
}

/// <summary>The pairs of CPU and memory that Fargate sells for Linux tasks.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size</remarks>
public static class FargateSizes
{
    /// <summary>The CPU sizes in CPU units, in ascending order.</summary>
    public static IReadOnlyList<int> Cpus => [256, 512, 1024, 2048, 4096, 8192, 16384, 32768];

    /// <summary>The memory sizes in MiB that go with a CPU size, in ascending order; none when there is no such CPU size.</summary>
    public static int[] MemoryFor(int cpu) => cpu switch
    {
        256 => [512, 1024, 2048],
        512 => Steps(1, 4, 1),
        1024 => Steps(2, 8, 1),
        2048 => Steps(4, 16, 1),
        4096 => Steps(8, 30, 1),
        8192 => Steps(16, 60, 4),
        16384 => Steps(32, 120, 8),
        32768 => [60 * 1024, 120 * 1024, 244 * 1024],
        _ => [],
    };

    /// <summary>True when Fargate sells the pair.</summary>
    public static bool IsLegal(int cpu, int memory)
    {
        return MemoryFor(cpu).Contains(memory);
    }

    /// <summary>The memory sizes of a CPU size for people: "1024, 2048, 3072, 4096" or "4096 to 16384 in steps of 1024".</summary>
    public static string DescribeMemory(int cpu)
    {
        var sizes = MemoryFor(cpu);
        return sizes.Length <= 4 ? string.Join(", ", sizes) : $"{sizes[0]} to {sizes[^1]} in steps of {sizes[1] - sizes[0]}";
    }

    private static int[] Steps(int firstGiB, int lastGiB, int stepGiB)
    {
        var sizes = new int[((lastGiB - firstGiB) / stepGiB) + 1];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = (firstGiB + (i * stepGiB)) * 1024;
        return sizes;
    }
}

/// <summary>A CPU size of Fargate.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FargateCpuAttribute() : AllowedValuesAttribute([.. FargateSizes.Cpus.Cast<object>()]);
