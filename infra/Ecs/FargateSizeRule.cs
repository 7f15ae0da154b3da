using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>CPU and memory are a pair that Fargate sells.</summary>
internal sealed class FargateSizeRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        foreach (var (path, tasks) in TaskGroup.AllOf(settings))
        {
            if (FargateSizes.IsLegal(tasks.Cpu, tasks.Memory) || faults.IsBroken([.. path, "cpu"]) || faults.IsBroken([.. path, "memory"])) continue;
            faults.Add(
                [.. path, "memory"],
                $"with cpu: {tasks.Cpu}, Fargate has memory of {FargateSizes.DescribeMemory(tasks.Cpu)} MiB",
                $"memory: {FargateSizes.MemoryFor(tasks.Cpu)[0]}",
                $"{tasks.Memory}");
        }
    }
}
