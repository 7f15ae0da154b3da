namespace Pulumi.Serialization;

/// <summary>A value and its name in Pulumi's own casing.</summary>
internal readonly record struct NamedValue(string Name, object? Value);
