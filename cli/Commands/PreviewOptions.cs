namespace SecureApi.Cli.Commands;

/// <summary>What the preview command was asked for.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Directory">The project's folder; null to look for it.</param>
/// <param name="JsonFile">Where the plan goes; null for nowhere, <c>-</c> for standard output.</param>
/// <param name="MarkdownFile">Where the comment goes.</param>
/// <param name="MermaidFile">Where the diagram goes.</param>
/// <param name="SvgFile">Where the picture goes.</param>
/// <param name="Bootstrap">Whether to show the first deployment.</param>
internal sealed record PreviewOptions(string Stack, string? Directory, string? JsonFile, string? MarkdownFile, string? MermaidFile, string? SvgFile, bool Bootstrap);
