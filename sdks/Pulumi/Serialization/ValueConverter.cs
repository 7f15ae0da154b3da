using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pulumi.Serialization;

/// <summary>
/// Turns a plain value that a provider or a mock gives into the type of a property. A value of another type gives the
/// default, as in the published SDK, which warns; mocks do not see warnings.
/// </summary>
internal abstract class ValueConverter
{
    private static readonly ConcurrentDictionary<Type, ValueConverter> Converters = new();

    /// <summary>Converts a plain value, or gives null with false.</summary>
    public abstract bool TryConvert(object value, out object? result);

    /// <summary>Converts a plain value, or gives null; the caller takes null for the default.</summary>
    public object? Convert(object? value) => value is not null && TryConvert(value, out var result) ? result : null;

    public static ValueConverter Of(Type type) => Converters.GetOrAdd(type, static type => Create(type));

    /// <summary>Throws if a property of a resource cannot have the type.</summary>
    public static void Check(TypePlace place, Type type) => TypeCheck.Run(place, type);

    private static ValueConverter Create(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Of(underlying);
        if (type == typeof(string) || type == typeof(bool) || type == typeof(double) || type == typeof(object))
            return new SameType(type);
        if (type == typeof(int))
            return new Integer();
        if (typeof(AssetOrArchive).IsAssignableFrom(type) || typeof(Resource).IsAssignableFrom(type))
            return new SameType(type);
        if (type.IsEnum)
            return new Enumeration(type);
        if (type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute)))
            return new MarkedEnumeration(type);
        if (type.IsConstructedGenericType)
        {
            var definition = type.GetGenericTypeDefinition();
            var arguments = type.GenericTypeArguments;
            if (definition == typeof(ImmutableArray<>))
                return ListConverter.Create(arguments[0]);
            if (definition == typeof(ImmutableDictionary<,>))
                return MapConverter.Create(arguments[1]);
            if (definition == typeof(Union<,>))
                return new Either(type, Of(arguments[0]), Of(arguments[1]));
            if (definition == typeof(Output<>))
                return new Wrapped(type);
        }

        return new Constructed(type);
    }

    private sealed class SameType(Type type) : ValueConverter
    {
        public override bool TryConvert(object value, out object? result)
        {
            var fits = type.IsInstanceOfType(value);
            result = fits ? value : null;
            return fits;
        }
    }

    private sealed class Integer : ValueConverter
    {
        public override bool TryConvert(object value, out object? result)
        {
            result = value is double number ? (int)number : null;
            return result is not null;
        }
    }

    private sealed class Enumeration(Type type) : ValueConverter
    {
        public override bool TryConvert(object value, out object? result)
        {
            result = value is double number ? Enum.ToObject(type, (int)number) : null;
            return result is not null;
        }
    }

    private sealed class MarkedEnumeration(Type type) : ValueConverter
    {
        private readonly ConstructorInfo? _text = type.GetConstructor(MemberAccess.Any, [typeof(string)]);
        private readonly ConstructorInfo? _number = type.GetConstructor(MemberAccess.Any, [typeof(double)]);

        public override bool TryConvert(object value, out object? result)
        {
            var constructor = value switch { string => _text, double => _number, _ => null };
            result = constructor?.Invoke([value]);
            return result is not null;
        }
    }

    private sealed class Either(Type type, ValueConverter first, ValueConverter second) : ValueConverter
    {
        private readonly MethodInfo _first = type.GetMethod(nameof(Union<int, int>.FromT0))!;
        private readonly MethodInfo _second = type.GetMethod(nameof(Union<int, int>.FromT1))!;

        public override bool TryConvert(object value, out object? result)
        {
            result = first.TryConvert(value, out var converted) ? _first.Invoke(null, [converted])
                : second.TryConvert(value, out converted) ? _second.Invoke(null, [converted])
                : null;
            return result is not null;
        }
    }

    private sealed class Wrapped(Type type) : ValueConverter
    {
        private readonly IOutput _prototype = (IOutput)RuntimeHelpers.GetUninitializedObject(type);
        private readonly ValueConverter _inner = Of(type.GenericTypeArguments[0]);

        public override bool TryConvert(object value, out object? result)
        {
            result = _inner.TryConvert(value, out var inner) ? _prototype.Create(OutputState.Of(inner)) : null;
            return result is not null;
        }
    }

    /// <summary>A class with an <see cref="OutputConstructorAttribute"/>.</summary>
    private sealed class Constructed(Type type) : ValueConverter
    {
        private readonly ConstructorInfo? _constructor = TypeCheck.OutputConstructor(type);
        private ParameterInfo[]? _parameters;
        private string[]? _names;

        private ParameterInfo[] Parameters => _parameters ??= _constructor!.GetParameters();

        private string[] Names => _names ??=
        [
            .. Parameters.Select(static parameter =>
                parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!),
        ];

        public override bool TryConvert(object value, out object? result)
        {
            result = null;
            if (_constructor is null || value is not ImmutableDictionary<string, object> properties)
                return false;

            // Null for a parameter of a value type is its default: so does reflection.
            var arguments = new object?[Parameters.Length];
            for (var i = 0; i < arguments.Length; i++)
                arguments[i] = Of(Parameters[i].ParameterType).Convert(properties.GetValueOrDefault(Names[i]));

            result = _constructor.Invoke(BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);
            return true;
        }
    }
}
