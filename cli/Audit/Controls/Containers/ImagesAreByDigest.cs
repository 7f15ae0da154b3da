namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Running containers name their image by digest.</summary>
public sealed class ImagesAreByDigest : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-image-by-digest",
        Title = "Running containers name their image by digest",
        Why = "A tag can be moved to another image after it was reviewed.",
        Document = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var container in stack.Containers)
        {
            // Nothing is pulled while no task is wanted: the first deployment makes the repositories.
            var services = stack.Referring("aws:ecs/service:Service", "taskDefinition", container.Resource).ToList();
            if (services.Count > 0 && services.All(service => service.Inputs.Number("desiredCount") is 0)) continue;
            var digest = container.Image.Split("@sha256:") is [_, { Length: 64 } hex] && hex.All(char.IsAsciiHexDigitLower);
            yield return container.Judge(digest, "names its image by something other than a digest", "image");
        }
    }
}
