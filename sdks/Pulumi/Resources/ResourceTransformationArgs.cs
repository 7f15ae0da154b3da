namespace Pulumi;

#pragma warning disable CA1815 // The published structs define no equality.
/// <summary>What a transformation sees.</summary>
/// <param name="resource">The resource, whose outputs are not resolved yet.</param>
/// <param name="args">Its arguments.</param>
/// <param name="options">Its options.</param>
public readonly struct ResourceTransformationArgs(Resource resource, ResourceArgs args, ResourceOptions options)
{
    /// <summary>The resource, whose outputs are not resolved yet.</summary>
    public Resource Resource { get; } = resource;

    /// <summary>Its arguments.</summary>
    public ResourceArgs Args { get; } = args;

    /// <summary>Its options.</summary>
    public ResourceOptions Options { get; } = options;
}
