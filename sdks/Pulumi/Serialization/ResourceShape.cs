using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

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

/// <summary>One output of one resource.</summary>
internal readonly record struct ResourceOutput(OutputProperty Property, OutputState State);

/// <summary>A property of a resource class that has an <see cref="OutputAttribute"/>.</summary>
internal sealed class OutputProperty
{
    private readonly FieldInfo? _field;
    private readonly PropertyInfo? _property;
    private MethodInfo? _setter;
    private IOutput? _prototype;
    private Func<object, object?>? _reader;
    private ValueConverter? _converter;
    private Type? _type;

    /// <summary>An automatic property with a getter and a setter: its field stands for it.</summary>
    public OutputProperty(string memberName, OutputAttribute attribute, FieldInfo field)
        : this(memberName, attribute, (MemberInfo)field) => _field = field;

    /// <summary>Another property, with the field behind it if there is one.</summary>
    public OutputProperty(PropertyInfo property, OutputAttribute attribute, FieldInfo? field)
        : this(property.Name, attribute, (MemberInfo)property) => (_property, _field) = (property, field);

    private OutputProperty(string memberName, OutputAttribute attribute, MemberInfo member)
        => (MemberName, Attribute, DeclaringType, Name) = (memberName, attribute, member.DeclaringType!, attribute.Name ?? memberName);

    /// <summary>The property's name in its class.</summary>
    public string MemberName { get; }

    /// <summary>The class that declares the property.</summary>
    public Type DeclaringType { get; }

    public OutputAttribute Attribute { get; }

    /// <summary>The output's name.</summary>
    public string Name { get; }

    /// <summary>Makes the output's value.</summary>
    public ValueConverter Converter => _converter ??= ValueConverter.Of(ValueType);

    private Type PropertyType => _type ??= _field?.FieldType ?? _property!.PropertyType;

    private Type ValueType => PropertyType.GenericTypeArguments[0];

    public object? Read(object resource) => (_reader ??= _field is null ? _property!.GetValue : _field.GetValue)(resource);

    /// <summary>Checks that the property can hold an output, and finds how to set it.</summary>
    /// <param name="owner">The resource class.</param>
    /// <param name="isChecked">
    /// Whether the types of values are known to be right, because Pulumi's generator made the class. Looking at them takes
    /// longer than all else that a resource class needs.
    /// </param>
    public void Prepare(Type owner, bool isChecked)
    {
        var type = PropertyType;
        if (!type.IsConstructedGenericType || type.GetGenericTypeDefinition() != typeof(Output<>))
            throw RunException.OutputsHaveIncorrectType([Attribute.Name!]);

        if (_property is not null)
        {
            _setter = _property.SetMethod ?? DeclaringType.GetMethod("set_" + MemberName, MemberAccess.Any)
                ?? throw new InvalidOperationException($"{new TypePlace(owner, MemberName)} did not have a 'set' method");
        }

        if (!isChecked)
            ValueConverter.Check(new TypePlace(owner, MemberName), ValueType);
        _prototype = (IOutput)RuntimeHelpers.GetUninitializedObject(type);
    }

    public void Set(Resource resource, OutputState state)
    {
        var output = _prototype!.Create(state);
        if (_field is not null)
            _field.SetValue(resource, output);
        else
            _setter!.Invoke(resource, BindingFlags.DoNotWrapExceptions, binder: null, [output], culture: null);
    }
}
