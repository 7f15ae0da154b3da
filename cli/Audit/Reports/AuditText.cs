using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>Words that every report has in common.</summary>
internal static class AuditText
{
    public static string Of(Compliance compliance) => compliance switch
    {
        Compliance.Compliant => "compliant",
        Compliance.NonCompliant => "non-compliant",
        _ => "not applicable",
    };

    /// <summary>The compliance of a rule; one that is non-compliant says when suppressions accept all of it.</summary>
    public static string Of(RuleResult rule, AuditResult result) =>
        rule.Compliance == Compliance.NonCompliant && result.Findings.All(finding => !finding.Fails || finding.Rule.Id != rule.Rule.Id)
            ? "suppressed"
            : Of(rule.Compliance);

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
        var compliant = result.Rules.Count(rule => rule.Compliance == Compliance.Compliant);
        var none = result.Rules.Count(rule => rule.Compliance == Compliance.NotApplicable);
        var failing = result.Findings.Count(finding => finding.Fails);
        var accepted = result.Rules.Count(rule => Of(rule, result) == "suppressed");
        return $"{result.Rules.Length} rules: {compliant} compliant, {result.Rules.Length - compliant - none - accepted} non-compliant, {accepted} suppressed, {none} not applicable; "
            + $"{failing} {(failing == 1 ? "finding" : "findings")}, {result.Findings.Length - failing} suppressed.";
    }
}

/// <summary>How an audit is written down.</summary>
public enum ReportFormat
{
    /// <summary>For a terminal.</summary>
    Text,

    /// <summary>For programs.</summary>
    Json,

    /// <summary>The evidence that an auditor files.</summary>
    Markdown,

    /// <summary>SARIF 2.1.0, which code hosts show beside the code.</summary>
    Sarif,
}
