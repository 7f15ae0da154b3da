using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>Something that runs as tasks, with its place in the configuration.</summary>
internal sealed record TaskGroup(string[] Path, TaskConfig Tasks)
{
    /// <summary>The gateway, then the services in name order.</summary>
    public static IEnumerable<TaskGroup> AllOf(StackConfig settings)
    {
        yield return new TaskGroup(["gateway"], settings.Gateway);
        foreach (var (name, service) in settings.Services) yield return new TaskGroup(["services", name], service);
    }
}
