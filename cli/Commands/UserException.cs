namespace SecureApi.Cli.Commands;

/// <summary>A command cannot do what it was asked. The message is for people, and is all that is shown.</summary>
public sealed class UserException : Exception
{
    /// <summary>An exception without a message.</summary>
    public UserException()
    {
    }

    /// <summary>What is wrong, where, and how to fix it.</summary>
    /// <param name="message">The message.</param>
    public UserException(string message)
        : base(message)
    {
    }

    /// <summary>What is wrong, and what caused it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public UserException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
