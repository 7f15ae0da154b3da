namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Containers run an init process.</summary>
public sealed class InitProcessRuns : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-init-process",
        Title = "Containers run an init process",
        Why = "Without one, children that nobody waits for pile up until the task can start no more processes.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
        Severity = Severity.Low,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
        stack.Containers.Select(container => container.Judge(container.IsTrue("linuxParameters.initProcessEnabled"), "runs no init process", "linuxParameters.initProcessEnabled"));
}
