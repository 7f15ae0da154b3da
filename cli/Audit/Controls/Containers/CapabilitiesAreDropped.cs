namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Containers drop all Linux capabilities.</summary>
public sealed class CapabilitiesAreDropped : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-capabilities-dropped",
        Title = "Containers drop all Linux capabilities",
        Why = "A capability that nothing needs is one that an intruder can use.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
        stack.Containers.Select(container => container.Judge(
            container.Texts("linuxParameters.capabilities.drop").Contains("ALL") && container.Texts("linuxParameters.capabilities.add").IsEmpty,
            "keeps Linux capabilities",
            "linuxParameters.capabilities"));
}
