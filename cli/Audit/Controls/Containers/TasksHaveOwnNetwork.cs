using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Tasks have network interfaces of their own.</summary>
public sealed class TasksHaveOwnNetwork() : ResourceControl("aws:ecs/taskDefinition:TaskDefinition")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-own-network",
        Title = "Tasks have network interfaces of their own",
        Why = "Only an interface of its own has a security group of its own.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html",
        Severity = Severity.Medium,
        References = [Reference.SecurityHub("ECS.17")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Text("networkMode") == "awsvpc", "The task shares a network with others.", "networkMode");
}
