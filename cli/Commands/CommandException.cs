namespace SecureApi.Cli.Commands;

/// <summary>A command cannot do what it was asked. The message is for people, and is all that is shown.</summary>
internal sealed class CommandException : Exception
{
    /// <inheritdoc/>
    public CommandException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
