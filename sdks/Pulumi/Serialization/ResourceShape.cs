using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pulumi.Serialization;

/// <summary>The outputs of a resource class, read from its attributes once.</summary>
internal sealed class ResourceShape
{
    private static readonly ConcurrentDictionary<Type, ResourceShape> Shapes = new();

    private readonly Type _type;
    private OutputProperty[]? _all;
    private OutputProperty[]? _inherited;

    private ResourceShape(Type type)
    {
        _type = type;
        var fields = MemberAccess.Fields(type);
        var properties = new List<OutputProperty>();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (AttributeReader.Of(property.DeclaringType!).Output(property) is { } attribute)
                properties.Add(new OutputProperty(property, attribute, MemberAccess.BackingField(property, type, fields)));
        }

        Properties = [.. properties];
    }

    public OutputProperty[] Properties { get; }

    public static ResourceShape Of(Type type) => Shapes.GetOrAdd(type, static type => new ResourceShape(type));

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

    private OutputProperty[] Inherited() => [.. Properties.Where(property => property.Property.DeclaringType == typeof(Resource))];

    private OutputProperty[] Prepare(OutputProperty[] properties)
    {
        foreach (var property in properties)
            property.Prepare(_type);
        return properties;
    }
}

/// <summary>One output of one resource.</summary>
internal readonly record struct ResourceOutput(OutputProperty Property, OutputState State);

/// <summary>A property of a resource class that has an <see cref="OutputAttribute"/>.</summary>
internal sealed class OutputProperty(PropertyInfo property, OutputAttribute attribute, FieldInfo? field)
{
    private MethodInfo? _setter;
    private IOutput? _prototype;
    private Func<object, object?>? _reader;
    private ValueConverter? _converter;

    public PropertyInfo Property { get; } = property;

    public OutputAttribute Attribute { get; } = attribute;

    /// <summary>The output's name.</summary>
    public string Name { get; } = attribute.Name ?? property.Name;

    /// <summary>Makes the output's value.</summary>
    public ValueConverter Converter => _converter ??= ValueConverter.Of(ValueType);

    private Type ValueType => Property.PropertyType.GenericTypeArguments[0];

    public object? Read(object resource) => (_reader ??= MemberAccess.Reader(Property, field))(resource);

    /// <summary>Checks that the property can hold an output, and finds how to set it.</summary>
    public void Prepare(Type owner)
    {
        var type = Property.PropertyType;
        if (!type.IsConstructedGenericType || type.GetGenericTypeDefinition() != typeof(Output<>))
            throw RunException.OutputsHaveIncorrectType([Attribute.Name!]);

        var context = $"[Output] {owner.FullName}.{Property.Name}";
        _setter = Property.SetMethod ?? Property.DeclaringType!.GetMethod("set_" + Property.Name, MemberAccess.Any)
            ?? throw new InvalidOperationException($"{context} did not have a 'set' method");
        ValueConverter.Check(context, ValueType);
        _prototype = (IOutput)RuntimeHelpers.GetUninitializedObject(type);
    }

    public void Set(Resource resource, OutputState state)
    {
        var output = _prototype!.Create(state);
        if (field is not null)
            field.SetValue(resource, output);
        else
            _setter!.Invoke(resource, BindingFlags.DoNotWrapExceptions, binder: null, [output], culture: null);
    }
}
