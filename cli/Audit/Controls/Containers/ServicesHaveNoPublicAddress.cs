using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Services give their tasks no public address.</summary>
public sealed class ServicesHaveNoPublicAddress() : ResourceControl("aws:ecs/service:Service")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-no-public-address",
        Title = "Services give their tasks no public address",
        Why = "A task with a public address is a target by itself.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("ECS.2"), Reference.Pci("1.4.4")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Map("networkConfiguration").Boolean("assignPublicIp") is not true, "Tasks get a public IPv4 address.", new Evidence("networkConfiguration.assignPublicIp", $"{resource.Inputs.Map("networkConfiguration")["assignPublicIp"]?.ToString() ?? "(not set)"}"));
}
