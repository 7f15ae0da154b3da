using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>Traffic to targets is encrypted.</summary>
public sealed class TargetsAreEncrypted() : ResourceControl("aws:lb/targetGroup:TargetGroup")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "target-encrypted",
        Title = "Traffic to targets is encrypted",
        Why = "Inside the VPC too, what is not encrypted can be mirrored and read.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ELB.22")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        resource.Inputs.Text("targetType") is "lambda" or "alb" || resource.Inputs.Text("protocol") == "GENEVE"
            ? null
            : Verdict.Of(resource, resource.Inputs.Text("protocol") is "HTTPS" or "TLS" or "QUIC", "Traffic to the targets is not encrypted.", "protocol");
}
