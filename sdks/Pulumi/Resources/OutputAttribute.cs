namespace Pulumi;

/// <summary>Marks a property of a resource as an output.</summary>
/// <param name="name">The output's name in Pulumi's own casing, or null for the property's own.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OutputAttribute(string? name = null) : Attribute
{
    /// <summary>The output's name.</summary>
    public string? Name { get; } = name;
}
