namespace SecureApi.Cli.Preview.Recording;

/// <summary>The program cannot be recorded, for a reason that its author can mend. The message is for people.</summary>
public sealed class RecordingException : Exception
{
    /// <inheritdoc/>
    public RecordingException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public RecordingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
