using Pulumi;
using Pulumi.Utilities;
using SecureApi.Cli.Commands;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>
/// The URN of a resource, as the Pulumi engine makes it: <c>urn:pulumi:prod::secure-api::parent$type::name</c>. Pulumi's mocks
/// leave out the parents' types.
/// </summary>
/// <param name="Stack">The stack's name.</param>
/// <param name="Project">The project's name.</param>
/// <param name="QualifiedType">The types of the parents and the resource's own, joined with <c>$</c>.</param>
/// <param name="Name">The logical name.</param>
/// <seealso href="https://www.pulumi.com/docs/iac/concepts/resources/names/#urns"/>
public sealed record ResourceUrn(string Stack, string Project, string QualifiedType, string Name)
{
    /// <summary>The type of the root of every stack. It is no part of its children's URNs.</summary>
    public const string StackType = "pulumi:pulumi:Stack";

    private const string Scheme = "urn:pulumi:";

    /// <summary>The resource's own type: <c>aws:ec2/subnet:Subnet</c>.</summary>
    public string Type => QualifiedType[(QualifiedType.LastIndexOf('$') + 1)..];

    /// <summary>What tells resources of a stack apart under the mocks.</summary>
    public string Key => KeyOf(Type, Name);

    /// <summary>Type and name, for people.</summary>
    public string Label => $"{Type} {Name}";

    /// <summary>What tells resources of a stack apart under the mocks.</summary>
    public static string KeyOf(string type, string name) => $"{type}::{name}";

    /// <summary>Reads a URN. A name may hold <c>::</c> itself.</summary>
    /// <exception cref="UserException">The text is not a URN.</exception>
    public static ResourceUrn Parse(string urn) =>
        urn.StartsWith(Scheme, StringComparison.Ordinal) && urn[Scheme.Length..].Split("::", 4) is [var stack, var project, var types, var name]
            ? new(stack, project, types, name)
            : throw new UserException($"'{urn}' is not a Pulumi URN");

    /// <summary>The URN of a resource.</summary>
    /// <param name="stack">The stack's name.</param>
    /// <param name="project">The project's name.</param>
    /// <param name="parent">The parent's URN; null for the stack itself.</param>
    /// <param name="type">The type token.</param>
    /// <param name="name">The logical name.</param>
    public static ResourceUrn Create(string stack, string project, string? parent, string type, string name)
    {
        var parentType = parent is null ? StackType : Parse(parent).QualifiedType;
        return new(stack, project, parentType == StackType ? type : $"{parentType}${type}", name);
    }

    /// <summary>Whether a component of this type stands above the resource.</summary>
    public bool HasParent(string type) => QualifiedType.Split('$').SkipLast(1).Contains(type);

    /// <summary>The URN as text.</summary>
    public override string ToString() => $"{Scheme}{Stack}::{Project}::{QualifiedType}::{Name}";
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
        var own = ResourceUrn.Parse(draft.Urn);
        return ResourceUrn.Create(
            Text(alias.Stack) ?? own.Stack,
            Text(alias.Project) ?? own.Project,
            Text(alias.ParentUrn) ?? parent,
            Text(alias.Type) ?? draft.Type,
            Text(alias.Name) ?? draft.Name).ToString();
    }

    private static string? Text(Input<string>? input) =>
        input is not null && OutputUtilities.GetValueAsync<string>(input) is { IsCompletedSuccessfully: true } value ? value.Result : null;
}
