using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pulumi.Serialization;

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
