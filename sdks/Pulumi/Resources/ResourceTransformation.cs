namespace Pulumi;

/// <summary>Sees a resource before it is registered; may give other arguments and options, or null for no change.</summary>
/// <param name="args">The resource, its arguments and its options.</param>
public delegate ResourceTransformationResult? ResourceTransformation(ResourceTransformationArgs args);
