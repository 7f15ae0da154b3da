using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>Load balancers drop invalid header fields.</summary>
public sealed class InvalidHeadersAreDropped() : ResourceControl("aws:lb/loadBalancer:LoadBalancer")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "alb-drops-invalid-headers",
        Title = "Load balancers drop invalid header fields",
        Why = "Header names that proxies read differently let one request hide inside another.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ELB.4"), Reference.Pci("6.2.4")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Boolean("dropInvalidHeaderFields") is true, "Invalid header fields are passed on.", "dropInvalidHeaderFields");
}
