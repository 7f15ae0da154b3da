namespace Pulumi;

#pragma warning disable CA1002, CA2227 // The published API has settable lists.
/// <summary>How the engine treats a resource. Under mocks only the parent, the provider, the dependencies and the transformations have an effect.</summary>
public abstract class ResourceOptions
{
    private InputList<Resource>? _dependsOn;
    private InputList<Resource>? _replaceWith;
    private List<Input<Alias>>? _aliases;
    private List<string>? _ignoreChanges;
    private List<string>? _replaceOnChanges;
    private List<string>? _hideDiffs;
    private List<ResourceTransformation>? _transformations;

    /// <summary>For derived classes.</summary>
    protected ResourceOptions()
    {
    }

    /// <summary>The id of an existing resource to read instead of creating one.</summary>
    public Input<string>? Id { get; set; }

    /// <summary>The parent; the stack if there is none.</summary>
    public Resource? Parent { get; set; }

    /// <summary>Resources that must exist first.</summary>
    public InputList<Resource> DependsOn
    {
        get => _dependsOn ??= new InputList<Resource>();
        set => _dependsOn = value;
    }

    /// <summary>Whether the resource must not be deleted. Inherited from the parent.</summary>
    public bool? Protect { get; set; }

    /// <summary>Inputs whose changes are ignored.</summary>
    public List<string> IgnoreChanges
    {
        get => _ignoreChanges ??= [];
        set => _ignoreChanges = value;
    }

    /// <summary>The version of the provider's plugin.</summary>
    public string? Version { get; set; }

    /// <summary>The provider. Inherited from the parent.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>How long operations may take.</summary>
    public CustomTimeouts? CustomTimeouts { get; set; }

    /// <summary>Transformations of this resource and of its children.</summary>
    public List<ResourceTransformation> ResourceTransformations
    {
        get => _transformations ??= [];
        set => _transformations = value;
    }

    /// <summary>Names that the resource had before.</summary>
    public List<Input<Alias>> Aliases
    {
        get => _aliases ??= [];
        set => _aliases = value;
    }

    /// <summary>Inputs whose changes replace the resource.</summary>
    public List<string> ReplaceOnChanges
    {
        get => _replaceOnChanges ??= [];
        set => _replaceOnChanges = value;
    }

    /// <summary>Where the provider's plugin comes from.</summary>
    public string? PluginDownloadURL { get; set; }

    /// <summary>Whether the real resource is kept when it leaves the program.</summary>
    public bool? RetainOnDelete { get; set; }

    /// <summary>A resource whose deletion deletes this one.</summary>
    public Resource? DeletedWith { get; set; }

    /// <summary>Resources whose replacement replaces this one.</summary>
    public InputList<Resource> ReplaceWith
    {
        get => _replaceWith ??= new InputList<Resource>();
        set => _replaceWith = value;
    }

    /// <summary>Properties whose changes are not shown.</summary>
    public List<string> HideDiffs
    {
        get => _hideDiffs ??= [];
        set => _hideDiffs = value;
    }

    /// <summary>A value whose change replaces the resource.</summary>
    public Input<object>? ReplacementTrigger { get; set; }

    internal InputList<Resource>? DependsOnOrNull => _dependsOn;

    internal List<Input<Alias>>? AliasesOrNull => _aliases;

    internal List<ResourceTransformation>? TransformationsOrNull => _transformations;

    internal abstract ResourceOptions Clone();

    private protected void CopyTo(ResourceOptions target)
    {
        target.Id = Id;
        target.Parent = Parent;
        target._dependsOn = _dependsOn?.Clone();
        target.Protect = Protect;
        target._ignoreChanges = CopyOf(_ignoreChanges);
        target.Version = Version;
        target.Provider = Provider;
        target.CustomTimeouts = CustomTimeouts.Clone(CustomTimeouts);
        target._transformations = CopyOf(_transformations);
        target._aliases = CopyOf(_aliases);
        target._replaceOnChanges = CopyOf(_replaceOnChanges);
        target.PluginDownloadURL = PluginDownloadURL;
        target.RetainOnDelete = RetainOnDelete;
        target.DeletedWith = DeletedWith;
        target._replaceWith = _replaceWith?.Clone();
        target._hideDiffs = CopyOf(_hideDiffs);
        target.ReplacementTrigger = ReplacementTrigger;
    }

    /// <summary>Takes the values that the other options have over these; lists are joined.</summary>
    private protected void Take(ResourceOptions other)
    {
        Id = other.Id ?? Id;
        Parent = other.Parent ?? Parent;
        Protect = other.Protect ?? Protect;
        Version = other.Version ?? Version;
        PluginDownloadURL = other.PluginDownloadURL ?? PluginDownloadURL;
        Provider = other.Provider ?? Provider;
        CustomTimeouts = CustomTimeouts.Clone(other.CustomTimeouts) ?? CustomTimeouts;
        RetainOnDelete = other.RetainOnDelete ?? RetainOnDelete;
        DeletedWith = other.DeletedWith ?? DeletedWith;
        ReplacementTrigger = other.ReplacementTrigger ?? ReplacementTrigger;
        _ignoreChanges = Join(_ignoreChanges, other._ignoreChanges);
        _transformations = Join(_transformations, other._transformations);
        _aliases = Join(_aliases, other._aliases);
        _replaceOnChanges = Join(_replaceOnChanges, other._replaceOnChanges);
        _hideDiffs = Join(_hideDiffs, other._hideDiffs);
        _dependsOn = Join(_dependsOn, other._dependsOn);
        _replaceWith = Join(_replaceWith, other._replaceWith);
    }

    private protected static List<T>? CopyOf<T>(List<T>? list) => list is { Count: > 0 } ? [.. list] : null;

    // What is taken over stays the other options' own.
    private protected static List<T>? Join<T>(List<T>? first, List<T>? second)
        => first is null || second is null ? first ?? CopyOf(second) : [.. first, .. second];

    private static InputList<Resource>? Join(InputList<Resource>? first, InputList<Resource>? second)
        => first is null || second is null ? first ?? second?.Clone() : first.Concat(second);
}
