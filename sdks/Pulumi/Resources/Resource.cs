using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Something that the program declares: a real resource or a component.</summary>
public class Resource
{
    private readonly string _type;
    private readonly string _name;
    private readonly bool? _protect;
    private readonly ImmutableArray<ResourceTransformation> _transformations;
    private readonly ImmutableDictionary<string, ProviderResource> _providers;
    private ResourceSet? _asSet;

    private protected Resource(string type, string name, bool custom, ResourceArgs args, ResourceOptions options, bool remote = false)
    {
        if (string.IsNullOrEmpty(type))
            throw new ArgumentException("'type' cannot be null or empty.", nameof(type));
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException("'name' cannot be null or empty.", nameof(name));

        var deployment = Deployment.Required;
        var outputs = ResourceShape.Of(GetType()).Initialize(this, ownsOutputs: custom || remote);

        // Everything but the stack has a parent; it decides which transformations see the resource.
        var parent = type == Stack.TypeToken ? null : options.Parent ?? deployment.Stack;
        _type = type;
        _name = name;
        _transformations = Inherit(options.TransformationsOrNull, parent);
        (args, options) = Transform(args, options);

        // The caller keeps its options, whatever is filled in here.
        options = options.Clone();
        var componentOptions = options as ComponentResourceOptions;
        if (options.Provider is not null && componentOptions?.ProvidersOrNull is { Count: > 0 })
            throw new ResourceException("Do not supply both 'provider' and 'providers' options to a ComponentResource.", options.Parent);

        _providers = options.Parent?._providers ?? ImmutableDictionary<string, ProviderResource>.Empty;
        if (options.Parent is not null)
        {
            options.Parent.AddChild(this);
            options.Protect ??= options.Parent._protect;
        }

        if (!custom)
        {
            foreach (var provider in componentOptions?.ProvidersOrNull ?? [])
                _providers = _providers.SetItem(provider.Package, provider);
            if (options.Provider is not null)
                _providers = _providers.SetItem(options.Provider.Package, options.Provider);
        }
        else if (options.Provider is null)
        {
            options.Provider = options.Parent?.GetProvider(type);
        }
        else if (PackageOf(type) is { } package)
        {
            _providers = _providers.SetItem(package, options.Provider);
        }

        _protect = options.Protect;
        foreach (var alias in options.AliasesOrNull ?? [])
            alias.Apply(static value => value.Check());

        deployment.Registrations.Add(new Registration(deployment, this, args, options, outputs));
    }

    /// <summary>The unique name that the engine gives the resource.</summary>
    [Output("urn")]
    public Output<string> Urn { get; private protected set; } = null!;

    internal ResourceSet AsSet => _asSet ??= ResourceSet.Of(this);

    /// <summary>The children that name this resource as their parent.</summary>
    internal List<Resource> Children { get; } = [];

    /// <summary>Gives the type token.</summary>
    public string GetResourceType() => _type;

    /// <summary>Gives the logical name.</summary>
    public string GetResourceName() => _name;

    /// <summary>The provider that children use for a type or a function, if one was given.</summary>
    internal ProviderResource? GetProvider(string token)
        => PackageOf(token) is { } package ? _providers.GetValueOrDefault(package) : null;

    private static string? PackageOf(string token)
    {
        var parts = token.Split(':');
        return parts.Length == 3 ? parts[0] : null;
    }

    private static ImmutableArray<ResourceTransformation> Inherit(List<ResourceTransformation>? own, Resource? parent)
    {
        var inherited = parent?._transformations ?? [];
        return own is { Count: > 0 } ? [.. own, .. inherited] : inherited;
    }

    private void AddChild(Resource child)
    {
        lock (Children)
        {
            Children.Add(child);
        }
    }

    private (ResourceArgs Args, ResourceOptions Options) Transform(ResourceArgs args, ResourceOptions options)
    {
        foreach (var transformation in _transformations)
        {
            if (transformation(new ResourceTransformationArgs(this, args, options)) is not { } result)
                continue;
            if (result.Options.Parent != options.Parent)
                throw new ArgumentException("Transformations cannot currently be used to change the 'parent' of a resource.");
            (args, options) = (result.Args, result.Options);
        }

        return (args, options);
    }
}
