namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Containers cannot write to their root file system.</summary>
public sealed class RootFileSystemIsReadOnly : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-read-only-root",
        Title = "Containers cannot write to their root file system",
        Why = "What cannot be written cannot be replaced by an intruder.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("ECS.5")],
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack) =>
        stack.Containers.Select(container => container.Judge(container.IsTrue("readonlyRootFilesystem"), "can write to its root file system", "readonlyRootFilesystem"));
}
