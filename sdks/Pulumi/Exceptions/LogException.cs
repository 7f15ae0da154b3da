namespace Pulumi;

#pragma warning disable CA1032 // The published constructor.
/// <summary>A message could not be logged.</summary>
public class LogException : Exception
{
    /// <summary>Makes it.</summary>
    /// <param name="exception">The cause.</param>
    public LogException(Exception exception)
        : base("Error occurred during logging: " + exception.Message, exception)
    {
    }
}
