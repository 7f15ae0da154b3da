using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Tasks have a process namespace of their own.</summary>
public sealed class ProcessesAreSeparate() : ResourceControl("aws:ecs/taskDefinition:TaskDefinition")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-own-process-namespace",
        Title = "Tasks have a process namespace of their own",
        Why = "A shared namespace lets one task see and stop the processes of another.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("ECS.3")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Text("pidMode") != "host" && resource.Inputs.Text("ipcMode") != "host", "The task shares the host's namespace.", "pidMode");
}
