using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>The least number of tasks is not above the greatest.</summary>
internal sealed class TaskCountRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        foreach (var (path, tasks) in TaskGroup.AllOf(settings))
        {
            if (tasks.MinTasks <= tasks.MaxTasks || faults.IsBroken([.. path, "minTasks"]) || faults.IsBroken([.. path, "maxTasks"])) continue;
            faults.Add([.. path, "maxTasks"], $"at least minTasks ({tasks.MinTasks})", $"maxTasks: {tasks.MinTasks}", $"{tasks.MaxTasks}");
        }
    }
}
