using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>Listeners speak TLS, or do nothing but redirect to it.</summary>
public sealed class ListenersAreEncrypted() : ResourceControl("aws:lb/listener:Listener")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "listener-encrypted",
        Title = "Listeners speak TLS, or do nothing but redirect to it",
        Why = "What is not encrypted can be read and changed on the way. AWS Security Hub itself makes no exception for a listener that only redirects, and will report it.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ELB.18")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var actions = resource.Inputs.List("defaultActions").Maps.ToList();
        var redirects = actions.Count > 0 && actions.All(action => action.Text("type") == "redirect" && action.Map("redirect").Text("protocol") == "HTTPS");
        return Verdict.Of(
            resource, resource.Inputs.Text("protocol") is "HTTPS" or "TLS" || redirects, "The listener serves requests without TLS.", "protocol");
    }
}
