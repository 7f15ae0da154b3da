namespace Pulumi;

/// <summary>Gives the name of a property that a constructor's parameter takes, where the two differ.</summary>
/// <param name="name">The property's name.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OutputConstructorParameterAttribute(string name) : Attribute
{
    /// <summary>The property's name.</summary>
    public string Name { get; } = name;
}
