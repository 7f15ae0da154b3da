using Pulumi;
using Pulumi.Utilities;

namespace SecureApi.Cli.Preview.Recording;

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
