namespace SecureApi.Cli.Commands;

/// <summary>What the local command was asked for.</summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Directory">The project's folder; null to look for it.</param>
/// <param name="Port">The first port.</param>
/// <param name="Folder">Where files go; null for the project's own place.</param>
/// <param name="With">How it runs: compose or packages; null to take what is there.</param>
/// <param name="WriteOnly">Whether to write the files for Compose and start nothing.</param>
internal sealed record LocalOptions(string Stack, string? Directory, int Port, string? Folder, string? With, bool WriteOnly)
{
    /// <summary>In containers.</summary>
    public const string Compose = "compose";

    /// <summary>With the installed packages.</summary>
    public const string Packages = "packages";
}
