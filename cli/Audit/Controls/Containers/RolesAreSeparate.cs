using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Containers do not have the role that starts them.</summary>
public sealed class RolesAreSeparate() : ResourceControl("aws:ecs/taskDefinition:TaskDefinition")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-separate-roles",
        Title = "Containers do not have the role that starts them",
        Why = "With the execution role a container could read every secret and image that its start needs.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var task = resource.Inputs.Text("taskRoleArn");
        return Verdict.Of(
            resource,
            task is null || task != resource.Inputs.Text("executionRoleArn"),
            "The container has the execution role.",
            Evidence.Of(resource, "taskRoleArn"), Evidence.Of(resource, "executionRoleArn"));
    }
}
