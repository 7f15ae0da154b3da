namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Containers log to somewhere.</summary>
public sealed class ContainersAreLogged : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-logging",
        Title = "Containers log to somewhere",
        Why = "What a container writes is lost with it unless a driver takes it away.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("ECS.9")],
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
        stack.Containers.Select(container => container.Judge(
            container.Text("logConfiguration.logDriver") is { Length: > 0 } and not "none", "has no log driver", "logConfiguration.logDriver", "logConfiguration.options.awslogs-group"));
}
