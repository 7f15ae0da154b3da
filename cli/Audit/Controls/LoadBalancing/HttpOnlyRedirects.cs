using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.LoadBalancing;

/// <summary>HTTP listeners do nothing but redirect to HTTPS.</summary>
public sealed class HttpOnlyRedirects() : ResourceControl("aws:lb/listener:Listener")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "alb-redirects-http",
        Title = "HTTP listeners do nothing but redirect to HTTPS",
        Why = "A request over HTTP can be read and changed on the way.",
        Document = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-listener.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("ELB.1"), Reference.Pci("4.1", "v3.2.1")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        if (resource.Inputs.Text("protocol") != "HTTP") return null;
        var actions = resource.Inputs.List("defaultActions").Maps.ToList();
        var redirects = actions.Count > 0 && actions.All(action => action.Text("type") == "redirect" && action.Map("redirect").Text("protocol") == "HTTPS");
        return Verdict.Of(resource, redirects, "The HTTP listener answers with something other than a redirect to HTTPS.", "defaultActions");
    }
}
