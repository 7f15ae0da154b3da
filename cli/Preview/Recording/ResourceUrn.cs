using Pulumi;
using Pulumi.Utilities;

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

/// <summary>The URNs that a resource had before, from its aliases.</summary>
internal static class AliasUrns
{
    /// <summary>The URNs of the aliases of <paramref name="draft"/>.</summary>
    /// <param name="draft">The resource.</param>
    /// <param name="urnOf">The URN of another resource of the stack.</param>
    public static IEnumerable<string> Of(ResourceDraft draft, Func<Resource, string?> urnOf)
    {
        foreach (var input in draft.Options.Aliases)
        {
            var value = OutputUtilities.GetValueAsync<Alias>(input);
            if (!value.IsCompletedSuccessfully)
                throw new InvalidOperationException($"An alias of {draft.Type} \"{draft.Name}\" never became known.");
            if (value.Result is { } alias)
                yield return alias.Urn ?? Urn(draft, alias, urnOf);
        }
    }

    private static string Urn(ResourceDraft draft, Alias alias, Func<Resource, string?> urnOf)
    {
        var parent = alias.NoParent ? null : alias.Parent is { } other ? urnOf(other) : draft.Parent?.Urn;
        var own = draft.Urn["urn:pulumi:".Length..].Split("::", 3);
        return ResourceUrn.Create(
            Text(alias.Stack) ?? own[0],
            Text(alias.Project) ?? own[1],
            Text(alias.ParentUrn) ?? parent,
            Text(alias.Type) ?? draft.Type,
            Text(alias.Name) ?? draft.Name);
    }

    private static string? Text(Input<string>? input) =>
        input is not null && OutputUtilities.GetValueAsync<string>(input) is { IsCompletedSuccessfully: true } value ? value.Result : null;
}
