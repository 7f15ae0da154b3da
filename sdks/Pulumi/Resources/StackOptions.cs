namespace Pulumi;

#pragma warning disable CA1002, CA2227 // The published API has settable lists.
/// <summary>Options of a stack.</summary>
public class StackOptions
{
    private List<ResourceTransformation>? _transformations;

    /// <summary>Transformations of every resource of the stack.</summary>
    public List<ResourceTransformation> ResourceTransformations
    {
        get => _transformations ??= [];
        set => _transformations = value;
    }
}
