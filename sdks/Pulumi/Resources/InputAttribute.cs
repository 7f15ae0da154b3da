namespace Pulumi;

#pragma warning disable CA1019 // The published attribute has no public properties.
/// <summary>Marks a member of an argument class as an input.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class InputAttribute : Attribute
{
    /// <summary>Makes it.</summary>
    /// <param name="name">The input's name in Pulumi's own casing.</param>
    /// <param name="required">Whether it must be given.</param>
    /// <param name="json">Whether it goes to the provider as a JSON text.</param>
    public InputAttribute(string name, bool required = false, bool json = false)
        => (Name, IsRequired, IsJson) = (name, required, json);

    internal string Name { get; }

    internal bool IsRequired { get; }

    internal bool IsJson { get; }
}
