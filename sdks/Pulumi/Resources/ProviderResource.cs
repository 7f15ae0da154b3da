namespace Pulumi;

/// <summary>A configured provider.</summary>
public class ProviderResource : CustomResource
{
    /// <summary>What stands for an id that is not known.</summary>
    internal const string UnknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    private string? _reference;

    /// <summary>Declares the provider.</summary>
    /// <param name="package">The package whose resources it manages.</param>
    /// <param name="name">The logical name.</param>
    /// <param name="args">The configuration.</param>
    /// <param name="options">The options.</param>
    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : this(package, name, args, options, registerPackageRequest: null)
    {
    }

    /// <summary>Declares the provider of a package that takes parameters.</summary>
    /// <param name="package">The package whose resources it manages.</param>
    /// <param name="name">The logical name.</param>
    /// <param name="args">The configuration.</param>
    /// <param name="options">The options.</param>
    /// <param name="registerPackageRequest">The package.</param>
    public ProviderResource(
        string package,
        string name,
        ResourceArgs args,
        CustomResourceOptions? options = null,
        RegisterPackageRequest? registerPackageRequest = null)
        : base($"pulumi:providers:{package}", name, args, options, registerPackageRequest)
        => Package = package;

    internal string Package { get; }

    /// <summary>What the reference is made of and has not completed, or null.</summary>
    internal OutputState? FirstPending()
        => !Urn.State.IsReady() ? Urn.State : !Id.State.IsReady() ? Id.State : null;

    /// <summary>How a resource refers to its provider: the name and the id, which have completed.</summary>
    internal string Reference()
        => _reference ??= $"{Urn.State.Value}::{(Id.State is { IsKnown: true, Value: string { Length: > 0 } id } ? id : UnknownId)}";
}
