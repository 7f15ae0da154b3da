namespace SecureApi.Preview.Recording;

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

    /// <summary>The type and the name at the end of <paramref name="urn"/>, in the engine's form or in that of the mocks.</summary>
    public static (string Type, string Name) TypeAndName(string urn)
    {
        var qualifiedType = QualifiedType(urn);
        var name = urn[(urn.IndexOf(qualifiedType, StringComparison.Ordinal) + qualifiedType.Length + 2)..];
        return (qualifiedType[(qualifiedType.LastIndexOf('$') + 1)..], name);
    }

    // urn:pulumi:<stack>::<project>::<qualified type>::<name>; a name may hold "::" itself.
    private static string QualifiedType(string urn)
    {
        var start = urn.IndexOf("::", urn.IndexOf("::", StringComparison.Ordinal) + 2, StringComparison.Ordinal) + 2;
        return urn[start..urn.IndexOf("::", start, StringComparison.Ordinal)];
    }
}
