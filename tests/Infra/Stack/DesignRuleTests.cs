using System.Reflection;
using Pulumi;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>The shape that every component has, so that a reader who knows one knows all.</summary>
public sealed class DesignRuleTests
{
    private static readonly Type[] Components =
    [
        .. typeof(SecureApiStack).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ComponentResource)) && type != typeof(SecureApiStack)),
    ];

    [Fact]
    public void Components_AsDeclared_TakeNameArgsAndOptions() => Assert.Empty(Components.Where(type =>
    {
        var constructors = type.GetConstructors();
        var parameters = constructors.Length == 1 ? constructors[0].GetParameters() : [];
        return parameters.Length != 3
            || parameters[0].ParameterType != typeof(string) || parameters[0].Name != "name"
            || parameters[1].ParameterType.Name != $"{type.Name}Args"
            || parameters[1].ParameterType.Namespace != type.Namespace
            || parameters[2].ParameterType != typeof(ComponentResourceOptions)
            || !parameters[2].HasDefaultValue;
    }).Select(type => type.FullName));

    [Fact]
    public void Components_AsDeclared_AreSealedAndHaveReadOnlyOutputs() => Assert.Empty(Components.Where(type =>
        !type.IsSealed
        || type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Any(property => property.SetMethod is { IsPublic: true }))
        .Select(type => type.FullName));

    [Fact]
    public async Task Components_InTheProdStack_CarryTheirFolderInTheirTypeToken()
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        var tokens = stack.Resources.Where(resource => resource.Type.StartsWith("secure-api:", StringComparison.Ordinal))
            .Select(resource => resource.Type).Distinct().Order(StringComparer.Ordinal);
        var expected = Components.Select(type => $"secure-api:{Kebab(type.Namespace!.Split('.')[^1])}:{type.Name}");
        Assert.Empty(tokens.Except(expected, StringComparer.Ordinal));
    }

    [Fact]
    public void Components_AsDeclared_RegisterTheirOutputs() => Assert.Empty(RepositoryFiles.Sources("infra")
        .Where(path => Count(path, "base(\"secure-api:") != Count(path, "RegisterOutputs("))
        .Select(path => $"{path}: a component does not call RegisterOutputs once"));

    private static int Count(string path, string text) => File.ReadAllText(path).Split(text).Length - 1;

    [Fact]
    public void Types_OfThePlatform_HoldNoStaticState() => Assert.Empty(
        from type in typeof(SecureApiStack).Assembly.GetTypes()
        where type.Namespace?.StartsWith("SecureApi", StringComparison.Ordinal) == true && !type.Name.Contains('<', StringComparison.Ordinal)
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where !field.IsLiteral && !field.IsInitOnly && !field.Name.StartsWith('<')
        select $"{type.FullName}.{field.Name}");

    private static string Kebab(string name) =>
        string.Concat(name.Select((character, index) => char.IsUpper(character) && index > 0 ? $"-{character}" : $"{character}")).ToLowerInvariant();
}
