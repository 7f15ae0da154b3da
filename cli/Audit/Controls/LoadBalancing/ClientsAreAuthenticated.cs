using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>HTTPS listeners ask clients for a certificate.</summary>
public sealed class ClientsAreAuthenticated() : ResourceControl("aws:lb/listener:Listener")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "listener-mutual-tls",
        Title = "HTTPS listeners ask clients for a certificate",
        Why = "Without it anybody on the internet speaks to the gateway.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html",
        Severity = Severity.High,
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        if (resource.Inputs.Text("protocol") != "HTTPS") return null;
        var mode = resource.Inputs.Map("mutualAuthentication");
        var met = mode.Text("mode") == "passthrough"
            || (mode.Text("mode") == "verify" && stack.Find(mode.Text("trustStoreArn")) is not null && mode.Boolean("ignoreClientCertificateExpiry") is not true);
        return Verdict.Of(resource, met, "The listener does not authenticate clients, or accepts expired certificates.", new Evidence("mutualAuthentication.mode", mode.Text("mode") ?? "(not set)"));
    }
}
