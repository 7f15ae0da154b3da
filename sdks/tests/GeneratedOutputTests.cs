using System.Collections.Immutable;
using System.Reflection;
using Pulumi;
using Xunit;

namespace SecureApi.Sdks.Tests;

/// <summary>
/// The values of generated resources have types that Pulumi can make. The published core looks at each of them when a resource
/// is declared; the local core takes the generator's word for it, and this test is that word.
/// </summary>
public sealed class GeneratedOutputTests
{
    private static readonly Type[] Simple = [typeof(string), typeof(bool), typeof(int), typeof(double), typeof(object), typeof(AssetOrArchive), typeof(Archive)];
    private static readonly Type[] Generic = [typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableDictionary<,>), typeof(Union<,>), typeof(Output<>)];

    public static TheoryData<Type> Resources() =>
    [
        .. new[] { typeof(Pulumi.Aws.Provider), typeof(Pulumi.Tls.PrivateKey) }
            .SelectMany(type => type.Assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(CustomResource))),
    ];

    [Theory]
    [MemberData(nameof(Resources), DisableDiscoveryEnumeration = true)]
    public void Outputs_OfAGeneratedResource_HaveTypesThatPulumiCanMake(Type resource)
    {
        var outputs = resource.GetProperties().Where(property => property.IsDefined(typeof(OutputAttribute))).ToList();

        Assert.NotEmpty(outputs);
        Assert.True(resource.IsDefined(typeof(ResourceTypeAttribute)));
        Assert.All(outputs, output =>
        {
            Assert.Equal(typeof(Output<>), output.PropertyType.GetGenericTypeDefinition());
            Assert.Null(FirstWrong(output.PropertyType, []));
        });
    }

    [Theory]
    [InlineData(typeof(DateTime))]
    [InlineData(typeof(List<string>))]
    [InlineData(typeof(ImmutableDictionary<int, string>))]
    [InlineData(typeof(ImmutableArray<DateTime>))]
    public void Look_AtATypeThatPulumiCannotMake_FindsIt(Type type) => Assert.NotNull(FirstWrong(type, []));

    private static Type? FirstWrong(Type type, HashSet<Type> seen)
    {
        if (Simple.Contains(type) || type.IsSubclassOf(typeof(Resource)) || !seen.Add(type))
            return null;
        if (type.IsValueType && type.IsDefined(typeof(EnumTypeAttribute)))
            return null;
        if (type.IsGenericType)
        {
            var arguments = type.GetGenericArguments();
            return !Generic.Contains(type.GetGenericTypeDefinition()) || (arguments.Length == 2 && type.Name.StartsWith("ImmutableDictionary", StringComparison.Ordinal) && arguments[0] != typeof(string))
                ? type
                : arguments.Select(argument => FirstWrong(argument, seen)).FirstOrDefault(wrong => wrong is not null);
        }

        return type.IsDefined(typeof(OutputTypeAttribute))
            ? type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Single(constructor => constructor.IsDefined(typeof(OutputConstructorAttribute)))
                .GetParameters()
                .Select(parameter => FirstWrong(parameter.ParameterType, seen))
                .FirstOrDefault(wrong => wrong is not null)
            : type;
    }
}
