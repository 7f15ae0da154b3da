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

    /// <summary>The input attribute of a field or a property, or null.</summary>
    public InputAttribute? Input(MemberInfo member)
    {
        if (_metadata is null)
            return member.GetCustomAttribute<InputAttribute>();
        if (!TryFind(member, "Pulumi.InputAttribute", out var value))
            return IsOverride(member) ? member.GetCustomAttribute<InputAttribute>() : null;
        return new InputAttribute(value.ReadSerializedString()!, value.ReadBoolean(), value.ReadBoolean());
    }

    /// <summary>The output attribute of a property, or null.</summary>
    public OutputAttribute? Output(PropertyInfo property)
    {
        if (_metadata is null)
            return property.GetCustomAttribute<OutputAttribute>();
        if (!TryFind(property, "Pulumi.OutputAttribute", out var value))
            return IsOverride(property) ? property.GetCustomAttribute<OutputAttribute>() : null;
        return new OutputAttribute(value.ReadSerializedString());
    }

    /// <summary>Whether the compiler has made an accessor: whether its property is an automatic one.</summary>
    public bool IsCompilerGenerated(MethodInfo accessor)
        => _metadata is null
            ? accessor.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            : TryFind(accessor, "System.Runtime.CompilerServices.CompilerGeneratedAttribute", out _);

    private static bool IsOverride(MemberInfo member) => member is PropertyInfo { GetMethod.IsVirtual: true };

    private bool TryFind(MemberInfo member, string name, out BlobReader value)
    {
        foreach (var handle in _metadata!.GetCustomAttributes(MetadataTokens.EntityHandle(member.MetadataToken)))
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
