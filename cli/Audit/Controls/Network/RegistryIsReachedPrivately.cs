using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Network;

/// <summary>VPCs with tasks have endpoints for the registry.</summary>
public sealed class RegistryIsReachedPrivately() : ResourceControl("aws:ec2/vpc:Vpc")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "vpc-registry-endpoints",
        Title = "VPCs with tasks have endpoints for the registry",
        Why = "Without them every image crosses a NAT gateway, and needs a way to the internet.",
        Document = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("EC2.55"), Reference.Fsbp("EC2.56")],
    };

    private static readonly string[] Services = ["ecr.api", "ecr.dkr"];

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        if (stack.OfType("aws:ecs/service:Service").Count == 0) return null;
        var found = stack.Referring("aws:ec2/vpcEndpoint:VpcEndpoint", "vpcId", resource)
            .Select(endpoint => endpoint.Inputs.Text("serviceName") ?? "")
            .Select(name => Array.Find(Services, service => name.EndsWith($".{service}", StringComparison.Ordinal))).OfType<string>().ToList();
        var missing = Services.Except(found).ToList();
        return Verdict.Of(resource, missing.Count == 0, $"No interface endpoint for {string.Join(", ", missing)}.", new Evidence("endpoints", found.Count == 0 ? "none" : string.Join(", ", found)));
    }
}
