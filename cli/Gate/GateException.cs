namespace SecureApi.Cli.Gate;

/// <summary>The gate cannot judge what it was given. It never passes then.</summary>
public sealed class GateException : Exception
{
    /// <summary>An exception without words.</summary>
    public GateException()
    {
    }

    /// <summary>What is wrong, and how to mend it.</summary>
    public GateException(string message)
        : base(message)
    {
    }

    /// <summary>What is wrong, and what caused it.</summary>
    public GateException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
