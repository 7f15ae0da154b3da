using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A resource that groups others.</summary>
public class ComponentResource : Resource
{
    /// <summary>Declares the component.</summary>
    /// <param name="type">The type token.</param>
    /// <param name="name">The logical name.</param>
    /// <param name="options">The options.</param>
    public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
        : this(type, name, ResourceArgs.Empty, options, remote: false, registerPackageRequest: null)
    {
    }

    /// <summary>Declares the component, with inputs that the engine sees.</summary>
    /// <param name="type">The type token.</param>
    /// <param name="name">The logical name.</param>
    /// <param name="args">The inputs.</param>
    /// <param name="options">The options.</param>
    /// <param name="remote">Whether a provider makes the component and gives its outputs.</param>
    public ComponentResource(string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
        : this(type, name, args, options, remote, registerPackageRequest: null)
    {
    }

    /// <summary>Declares the component of a package that takes parameters.</summary>
    /// <param name="type">The type token.</param>
    /// <param name="name">The logical name.</param>
    /// <param name="args">The inputs.</param>
    /// <param name="options">The options.</param>
    /// <param name="remote">Whether a provider makes the component and gives its outputs.</param>
    /// <param name="registerPackageRequest">The package.</param>
    public ComponentResource(
        string type,
        string name,
        ResourceArgs? args,
        ComponentResourceOptions? options,
        bool remote,
        RegisterPackageRequest? registerPackageRequest = null)
        : base(type, name, custom: false, args ?? ResourceArgs.Empty, options ?? new ComponentResourceOptions(), remote)
        => IsRemote = remote;

    internal bool IsRemote { get; }

    /// <summary>Registers the properties that have an <see cref="OutputAttribute"/>.</summary>
    protected void RegisterOutputs()
    {
        var outputs = new Dictionary<string, object?>();
        foreach (var property in ResourceShape.Of(GetType()).Properties)
        {
            if (property.MemberName != nameof(Urn))
                outputs.Add(string.IsNullOrWhiteSpace(property.Attribute.Name) ? property.MemberName : property.Attribute.Name, property.Read(this));
        }

        RegisterOutputs(outputs);
    }

    /// <summary>Registers outputs.</summary>
    /// <param name="outputs">The outputs by name.</param>
    protected void RegisterOutputs(IDictionary<string, object?> outputs)
        => RegisterOutputs(Output.Create(outputs ?? throw new ArgumentNullException(nameof(outputs))));

    /// <summary>Registers outputs.</summary>
    /// <param name="outputs">The outputs by name.</param>
    protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs)
        => RegisterOutputs(Output.Create(outputs ?? throw new ArgumentNullException(nameof(outputs))));

    /// <summary>Registers outputs.</summary>
    /// <param name="outputs">The outputs by name.</param>
    protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs)
        => Deployment.Required.RegisterOutputs(this, outputs ?? throw new ArgumentNullException(nameof(outputs)));
}
