using System.Collections.Concurrent;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>The outputs of a resource class, read from its attributes once.</summary>
internal sealed class ResourceShape
{
    private static readonly ConcurrentDictionary<Type, ResourceShape> Shapes = new();

    private readonly Type _type;
    private readonly bool _isGenerated;
    private OutputProperty[]? _all;
    private OutputProperty[]? _inherited;

    private ResourceShape(Type type)
    {
        _type = type;
        _isGenerated = type.IsDefined(typeof(ResourceTypeAttribute), inherit: false);
        Properties = OfFields(type) ?? OfProperties(type);
    }

    public OutputProperty[] Properties { get; }

    public static ResourceShape Of(Type type) => Shapes.GetOrAdd(type, static type => new ResourceShape(type));

    /// <summary>The common case: every output is an automatic property.</summary>
    private static OutputProperty[]? OfFields(Type type)
    {
        var properties = new List<OutputProperty>();
        for (var level = type; level != typeof(object); level = level.BaseType!)
        {
            if (AttributeReader.Of(level).Outputs(level) is not { } outputs)
                return null;
            foreach (var (attribute, member, field) in outputs)
            {
                // A property that a derived class hides is not the resource's.
                if (!properties.Exists(property => property.MemberName == member))
                    properties.Add(new OutputProperty(member, attribute, field));
            }
        }

        return [.. properties];
    }

    private static OutputProperty[] OfProperties(Type type)
    {
        var fields = MemberAccess.Fields(type);
        var properties = new List<OutputProperty>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (AttributeReader.Of(property.DeclaringType!).Output(property) is { } attribute)
                properties.Add(new OutputProperty(property, attribute, MemberAccess.BackingField(property, type, fields)));
        }

        return [.. properties];
    }

    /// <summary>Gives outputs of a new resource a state that is resolved later.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="ownsOutputs">
    /// Whether the deployment sets all outputs. A component sets its own ones, perhaps before the base constructor runs, so
    /// only its URN is set for it.
    /// </param>
    public ResourceOutput[] Initialize(Resource resource, bool ownsOutputs)
    {
        var properties = ownsOutputs ? _all ??= Prepare(Properties) : _inherited ??= Prepare(Inherited());
        var outputs = new ResourceOutput[properties.Length];
        for (var i = 0; i < properties.Length; i++)
        {
            var state = OutputState.Pending(resource.AsSet);
            properties[i].Set(resource, state);
            outputs[i] = new ResourceOutput(properties[i], state);
        }

        return outputs;
    }

    private OutputProperty[] Inherited() => [.. Properties.Where(property => property.DeclaringType == typeof(Resource))];

    private OutputProperty[] Prepare(OutputProperty[] properties)
    {
        foreach (var property in properties)
            property.Prepare(_type, isChecked: _isGenerated);
        return properties;
    }
}
