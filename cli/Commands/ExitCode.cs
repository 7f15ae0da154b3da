namespace SecureApi.Cli.Commands;

/// <summary>What the program tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>The command could not do its work; the message says why.</summary>
    public const int Failure = 1;

    /// <summary>The command was not called as it must be.</summary>
    public const int Usage = 2;
}
