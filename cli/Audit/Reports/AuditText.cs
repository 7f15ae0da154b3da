using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Words that every report has in common.</summary>
internal static class AuditText
{
    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Met => "met",
        Outcome.NotMet => "not met",
        _ => "not applicable",
    };

    /// <summary>The outcome of a control; one that is not met says when waivers accept all of it.</summary>
    public static string Of(ControlResult control, AuditResult result) =>
        control.Outcome == Outcome.NotMet && result.Findings.All(finding => !finding.Fails || finding.Control.Id != control.Description.Id)
            ? "waived"
            : Of(control.Outcome);

    public static string Of(Severity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>The resource as people know it: <c>ec2/vpc secure-api-prod-vpc</c>.</summary>
    public static string Of(RecordedResource? resource)
    {
        if (resource is null) return "the stack";
        var type = resource.Type;
        var module = type.IndexOf(':', StringComparison.Ordinal) + 1;
        var end = type.LastIndexOf(':');
        return $"{(end > module ? type[module..end] : type)} {resource.Name}";
    }

    public static string Of(SourcePosition? position) => position is null ? "" : $"{position.File}:{position.Line}";

    public static string Summary(AuditResult result)
    {
        var met = result.Controls.Count(control => control.Outcome == Outcome.Met);
        var none = result.Controls.Count(control => control.Outcome == Outcome.NotApplicable);
        var failing = result.Findings.Count(finding => finding.Fails);
        var waived = result.Findings.Length - failing;
        var accepted = result.Controls.Count(control => Of(control, result) == "waived");
        return $"{result.Controls.Length} controls: {met} met, {result.Controls.Length - met - none - accepted} not met, {accepted} waived, {none} not applicable; "
            + $"{failing} findings, {waived} accepted by waivers.";
    }
}
