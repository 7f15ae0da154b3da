using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Controls.Firewall;

/// <summary>The web ACL's log leaves out credentials.</summary>
public sealed class CredentialsAreRedacted() : ResourceControl("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "waf-redacts-credentials",
        Title = "The web ACL's log leaves out credentials",
        Why = "A log with bearer tokens and cookies is a store of credentials.",
        Document = "https://docs.aws.amazon.com/waf/latest/developerguide/logging-management.html",
        Severity = Severity.Medium,
    };

    /// <inheritdoc/>
    protected override Verdict? Judge(RecordedResource resource, AuditedStack stack)
    {
        var headers = resource.Inputs.List("redactedFields").Maps
            .Select(field => field.Map("singleHeader").Text("name")?.ToLowerInvariant()).OfType<string>().Order(StringComparer.Ordinal).ToList();
        return Verdict.Of(
            resource,
            headers.Contains("authorization") && headers.Contains("cookie"),
            "The log holds the headers authorization or cookie.",
            new Evidence("redactedFields", headers.Count == 0 ? "none" : string.Join(", ", headers)));
    }
}
