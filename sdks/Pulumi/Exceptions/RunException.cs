namespace Pulumi;

#pragma warning disable CA1032 // The published constructors.
/// <summary>Ends a program with a message and no stack trace.</summary>
public class RunException : Exception
{
    /// <summary>Makes it.</summary>
    /// <param name="message">The message.</param>
    public RunException(string message)
        : base(message)
    {
    }

    /// <summary>Makes it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public RunException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Says that properties which should be outputs are not.</summary>
    /// <param name="outputAttributeNames">The names of the properties.</param>
    public static RunException OutputsHaveIncorrectType(IEnumerable<string> outputAttributeNames)
        => new($"Output(s) '{string.Join(", ", outputAttributeNames)}' have incorrect type. [Output] attributed properties must be instances of Output<T>.");
}
