namespace Pulumi;

#pragma warning disable CA1813 // Generated packages derive their own attribute from it.
/// <summary>Gives the type token of a resource class.</summary>
/// <param name="type">The token.</param>
/// <param name="version">The package's version.</param>
[AttributeUsage(AttributeTargets.Class)]
public class ResourceTypeAttribute(string type, string? version) : Attribute
{
    /// <summary>The token.</summary>
    public string Type { get; } = type;

    /// <summary>The package's version.</summary>
    public string? Version { get; } = version;
}
