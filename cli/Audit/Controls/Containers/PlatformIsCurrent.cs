using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Fargate services run on the current platform version.</summary>
public sealed class PlatformIsCurrent() : ResourceControl("aws:ecs/service:Service")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-platform-version",
        Title = "Fargate services run on the current platform version",
        Why = "Older versions no longer get security updates.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ECS.10"), Reference.Pci("6.3.3")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Text("platformVersion") is null or "LATEST" or "1.4.0", "The platform version is not the current one.", "platformVersion");
}
