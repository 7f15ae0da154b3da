namespace SecureApi.Cli.Preview.Recording;

/// <summary>URNs as the Pulumi engine makes them. Pulumi's mocks leave out the parents' types.</summary>
/// <remarks>https://www.pulumi.com/docs/iac/concepts/resources/names/#urns</remarks>
internal static class ResourceUrn
{
    /// <summary>The type of the root of every stack. It is no part of its children's URNs.</summary>
    public const string StackType = "pulumi:pulumi:Stack";

    /// <summary>The URN of a resource.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="project">The project's name.</param>
    /// <param name="parent">The parent's URN; null for the stack itself.</param>
    /// <param name="type">The type token.</param>
    /// <param name="name">The logical name.</param>
    public static string Create(string stack, string project, string? parent, string type, string name)
    {
        var parentType = parent is null ? StackType : QualifiedType(parent);
        var qualifiedType = parentType == StackType ? type : $"{parentType}${type}";
        return $"urn:pulumi:{stack}::{project}::{qualifiedType}::{name}";
    }

    /// <summary>What tells resources of a stack apart under the mocks.</summary>
    public static string Key(string type, string name) => $"{type}::{name}";

    /// <summary>The same, from the end of <paramref name="urn"/> in the engine's form or in that of the mocks.</summary>
    public static string Key(string urn)
    {
        var start = TypeStart(urn);
        var end = urn.IndexOf("::", start, StringComparison.Ordinal);
        return urn[(urn.LastIndexOf('$', end - 1, end - start) is >= 0 and var parent ? parent + 1 : start)..];
    }

    private static string QualifiedType(string urn)
    {
        var start = TypeStart(urn);
        return urn[start..urn.IndexOf("::", start, StringComparison.Ordinal)];
    }

    // urn:pulumi:<stack>::<project>::<qualified type>::<name>; a name may hold "::" itself.
    private static int TypeStart(string urn) =>
        urn.IndexOf("::", urn.IndexOf("::", StringComparison.Ordinal) + 2, StringComparison.Ordinal) + 2;
}
