namespace Pulumi;

#pragma warning disable CA1815 // The published structs define no equality.
/// <summary>What a transformation changes.</summary>
/// <param name="args">The arguments to use.</param>
/// <param name="options">The options to use; the parent cannot be changed.</param>
public readonly struct ResourceTransformationResult(ResourceArgs args, ResourceOptions options)
{
    /// <summary>The arguments to use.</summary>
    public ResourceArgs Args { get; } = args;

    /// <summary>The options to use.</summary>
    public ResourceOptions Options { get; } = options;
}
