namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Containers run as a user other than root.</summary>
public sealed class UserIsNotRoot : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-non-root-user",
        Title = "Containers run as a user other than root",
        Why = "Root inside a container is one fault of the kernel away from root outside.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ECS.20")],
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
        stack.Containers.Select(container => container.Judge(
            container.Text("user")?.Split(':')[0] is { Length: > 0 } and not ("root" or "0"), "runs as root", "user"));
}
