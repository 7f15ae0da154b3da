using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>Load balancers log every TLS handshake.</summary>
public sealed class ConnectionsAreLogged() : ResourceControl("aws:lb/loadBalancer:LoadBalancer")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "alb-connection-logs",
        Title = "Load balancers log every TLS handshake",
        Why = "A client certificate that is refused never becomes a request: only the connection log shows it.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html",
        Severity = Severity.Low,
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        Verdict.Of(resource, resource.Inputs.Map("connectionLogs").Boolean("enabled") is true, "TLS handshakes are not logged.", "connectionLogs");
}
