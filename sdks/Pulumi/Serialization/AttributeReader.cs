using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;

namespace Pulumi.Serialization;

/// <summary>
/// Reads the attributes of inputs and outputs from an assembly's metadata, which takes a tenth of the time that it takes the
/// runtime to make the attributes: a stack has some thousands of them.
/// </summary>
internal sealed unsafe class AttributeReader
{
    private const string InputName = "Pulumi.InputAttribute";
    private const string OutputName = "Pulumi.OutputAttribute";
    private const string CompilerGeneratedName = "System.Runtime.CompilerServices.CompilerGeneratedAttribute";

    private static readonly ConcurrentDictionary<Module, AttributeReader> Readers = new();

    private readonly MetadataReader? _metadata;

    /// <summary>The full names of attributes, by the tokens of their constructors.</summary>
    private readonly Dictionary<int, string> _names = [];

    private AttributeReader(Module module)
    {
        // An assembly that was emitted at run time has none.
        if (module.Assembly.ManifestModule == module && module.Assembly.TryGetRawMetadata(out var blob, out var length))
            _metadata = new MetadataReader(blob, length);
    }

    public static AttributeReader Of(Type type) => Readers.GetOrAdd(type.Module, static module => new AttributeReader(module));

    /// <summary>
    /// The inputs that a class declares, each with the field that has its value; null if one of them has none, or if the class
    /// has to be looked at by reflection. Fields cost the runtime a fraction of what properties cost it.
    /// </summary>
    public List<(InputAttribute Attribute, string Member, FieldInfo Field)>? Inputs(Type type)
    {
        if (_metadata is null)
            return null;

        var inputs = new List<(InputAttribute, string, FieldInfo)>();
        var fields = MemberAccess.Fields(type);
        foreach (var field in fields.Values)
        {
            if (Input(field) is { } attribute)
                inputs.Add((attribute, field.Name, field));
        }

        foreach (var (property, handle) in Properties(type))
        {
            if (!TryFind(handle, InputName, out var value))
                continue;
            if (FieldOf(property, fields) is not { } field)
                return null;
            inputs.Add((InputOf(value), NameOf(property), field));
        }

        return inputs;
    }

    /// <summary>The public outputs that a class declares itself, with their fields; null as for <see cref="Inputs"/>.</summary>
    public List<(OutputAttribute Attribute, string Member, FieldInfo Field)>? Outputs(Type type)
    {
        if (_metadata is null)
            return null;

        var outputs = new List<(OutputAttribute, string, FieldInfo)>();
        var fields = default(Dictionary<string, FieldInfo>);
        foreach (var (property, handle) in Properties(type))
        {
            if (!TryFind(handle, OutputName, out var value))
                continue;
            var (getter, setter) = (property.GetAccessors().Getter, property.GetAccessors().Setter);
            if (getter.IsNil || setter.IsNil || FieldOf(property, fields ??= MemberAccess.Fields(type)) is not { } field)
                return null;
            var attributes = _metadata.GetMethodDefinition(getter).Attributes;
            if ((attributes & (MethodAttributes.Virtual | MethodAttributes.Static)) != 0)
                return null;
            if ((attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
                outputs.Add((new OutputAttribute(value.ReadSerializedString()), NameOf(property), field));
        }

        return outputs;
    }

    /// <summary>The input attribute of a field or a property, or null.</summary>
    public InputAttribute? Input(MemberInfo member)
    {
        if (_metadata is null)
            return member.GetCustomAttribute<InputAttribute>();
        if (!TryFind(member, InputName, out var value))
            return IsOverride(member) ? member.GetCustomAttribute<InputAttribute>() : null;
        return InputOf(value);
    }

    /// <summary>The output attribute of a property, or null.</summary>
    public OutputAttribute? Output(PropertyInfo property)
    {
        if (_metadata is null)
            return property.GetCustomAttribute<OutputAttribute>();
        if (!TryFind(property, OutputName, out var value))
            return IsOverride(property) ? property.GetCustomAttribute<OutputAttribute>() : null;
        return new OutputAttribute(value.ReadSerializedString());
    }

    /// <summary>Whether the compiler has made an accessor: whether its property is an automatic one.</summary>
    public bool IsCompilerGenerated(MethodInfo accessor)
        => _metadata is null
            ? accessor.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            : TryFind(accessor, CompilerGeneratedName, out _);

    private static bool IsOverride(MemberInfo member) => member is PropertyInfo { GetMethod.IsVirtual: true };

    private static InputAttribute InputOf(BlobReader value)
        => new(value.ReadSerializedString()!, value.ReadBoolean(), value.ReadBoolean());

    private IEnumerable<(PropertyDefinition Property, EntityHandle Handle)> Properties(Type type)
    {
        foreach (var handle in _metadata!.GetTypeDefinition((TypeDefinitionHandle)MetadataTokens.EntityHandle(type.MetadataToken)).GetProperties())
            yield return (_metadata.GetPropertyDefinition(handle), handle);
    }

    /// <summary>The field behind a property, if that is an automatic one.</summary>
    private FieldInfo? FieldOf(PropertyDefinition property, Dictionary<string, FieldInfo> fields)
        => property.GetAccessors().Getter is { IsNil: false } getter && TryFind(getter, CompilerGeneratedName, out _)
            ? fields.GetValueOrDefault(MemberAccess.BackingFieldName(NameOf(property)))
            : null;

    private string NameOf(PropertyDefinition property) => _metadata!.GetString(property.Name);

    private bool TryFind(MemberInfo member, string name, out BlobReader value)
        => TryFind(MetadataTokens.EntityHandle(member.MetadataToken), name, out value);

    private bool TryFind(EntityHandle member, string name, out BlobReader value)
    {
        foreach (var handle in _metadata!.GetCustomAttributes(member))
        {
            var attribute = _metadata.GetCustomAttribute(handle);
            if (NameOf(attribute.Constructor) != name)
                continue;

            value = _metadata.GetBlobReader(attribute.Value);
            value.ReadUInt16();
            return true;
        }

        value = default;
        return false;
    }

    private string NameOf(EntityHandle constructor)
    {
        var token = MetadataTokens.GetToken(constructor);
        lock (_names)
        {
            if (!_names.TryGetValue(token, out var name))
                _names[token] = name = ReadName(constructor);
            return name;
        }
    }

    private string ReadName(EntityHandle constructor)
    {
        var type = constructor.Kind == HandleKind.MemberReference
            ? _metadata!.GetMemberReference((MemberReferenceHandle)constructor).Parent
            : _metadata!.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType();
        switch (type.Kind)
        {
            case HandleKind.TypeReference:
                var reference = _metadata.GetTypeReference((TypeReferenceHandle)type);
                return $"{_metadata.GetString(reference.Namespace)}.{_metadata.GetString(reference.Name)}";
            case HandleKind.TypeDefinition:
                var definition = _metadata.GetTypeDefinition((TypeDefinitionHandle)type);
                return $"{_metadata.GetString(definition.Namespace)}.{_metadata.GetString(definition.Name)}";
            default:
                return "";
        }
    }
}
