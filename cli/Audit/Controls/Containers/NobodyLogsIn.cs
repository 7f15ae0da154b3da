using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Nobody can open a shell in a running task.</summary>
public sealed class NobodyLogsIn() : ResourceControl("aws:ecs/service:Service")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-no-execute-command",
        Title = "Nobody can open a shell in a running task",
        Why = "A shell in production bypasses review, and what it does leaves no trace in the code.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Boolean("enableExecuteCommand") is not true, "ECS Exec is on.", "enableExecuteCommand");
}
