namespace Pulumi;

#pragma warning disable CA1032 // The published constructor.
/// <summary>Ends a program with a message about a resource.</summary>
public class ResourceException : Exception
{
    /// <summary>Makes it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="hideStack">Whether the message goes without its stack trace.</param>
    public ResourceException(string message, Resource? resource, bool hideStack = false)
        : base(message)
        => (Resource, HideStack) = (resource, hideStack);

    internal Resource? Resource { get; }

    internal bool HideStack { get; }
}
