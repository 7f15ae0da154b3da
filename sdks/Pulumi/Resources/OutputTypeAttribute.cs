namespace Pulumi;

/// <summary>Marks a class that a property of a resource may give.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutputTypeAttribute : Attribute;
