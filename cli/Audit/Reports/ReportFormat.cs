namespace SecureApi.Cli.Audit.Reports;

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
