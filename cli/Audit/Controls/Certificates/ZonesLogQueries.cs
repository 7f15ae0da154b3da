using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Certificates;

/// <summary>Public hosted zones log queries.</summary>
public sealed class ZonesLogQueries() : ResourceControl("aws:route53/zone:Zone")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "route53-query-logging",
        Title = "Public hosted zones log queries",
        Why = "Without the log nobody sees who prepares an attack by asking for names.",
        Document = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html",
        Severity = Severity.Medium,
        References = [Reference.Fsbp("Route53.2"), Reference.Pci("10.4.2")],
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack) =>
        resource.Inputs.List("vpcs").Count > 0
            ? null
            : Verdict.Of(resource, stack.Referring("aws:route53/queryLog:QueryLog", "zoneId", resource).Any(), "Queries are not logged.", new Evidence("query log", "none"));
}
