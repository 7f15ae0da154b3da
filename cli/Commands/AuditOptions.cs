using SecureApi.Cli.Audit.Reports;

namespace SecureApi.Cli.Commands;

/// <summary>What the audit command was asked for.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Directory">The project's folder; null to look for it.</param>
/// <param name="Format">How the report is written.</param>
/// <param name="OutputFile">Where the report goes; null for standard output.</param>
/// <param name="Date">The day of the audit.</param>
/// <param name="Bootstrap">Whether to audit the first deployment.</param>
internal sealed record AuditOptions(string Stack, string? Directory, ReportFormat Format, string? OutputFile, DateOnly Date, bool Bootstrap);
