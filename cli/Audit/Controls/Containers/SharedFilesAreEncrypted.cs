using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Shared file systems are mounted with TLS.</summary>
public sealed class SharedFilesAreEncrypted() : ResourceControl("aws:ecs/taskDefinition:TaskDefinition")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-efs-encrypted",
        Title = "Shared file systems are mounted with TLS",
        Why = "What is not encrypted can be read on the way.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/efs-volumes.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ECS.18")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var shared = resource.Inputs.List("volumes").Maps.Where(volume => volume["efsVolumeConfiguration"] is not null).ToList();
        return shared.Count == 0
            ? null
            : Verdict.Of(resource, shared.All(volume => volume.Map("efsVolumeConfiguration").Text("transitEncryption") == "ENABLED"), "A shared file system is mounted without TLS.", "volumes");
    }
}
