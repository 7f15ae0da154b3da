namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Containers are not privileged.</summary>
public sealed class ContainersAreNotPrivileged : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-not-privileged",
        Title = "Containers are not privileged",
        Why = "A privileged container is root on its host.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("ECS.4")],
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
        stack.Containers.Select(container => container.Judge(!container.IsTrue("privileged"), "is privileged", "privileged"));
}
