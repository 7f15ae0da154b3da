using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;

namespace SecureApi.Cli.Audit.Policies;

/// <summary>A policy document that an argument of a resource holds.</summary>
/// <remarks>
/// Every text argument that holds an object with <c>Statement</c> is one, whatever the type of its resource, so that a
/// new component's policies are judged without a change here.
/// </remarks>
public sealed record DeclaredPolicy
{
    private const string Trust = "assumeRolePolicy";
    private const string Endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
    private const string IdentityModule = "aws:iam/";

    /// <summary>The resource.</summary>
    public required RecordedResource Resource { get; init; }

    /// <summary>The argument.</summary>
    public required string Property { get; init; }

    /// <summary>What the document is attached to.</summary>
    public required PolicyKind Kind { get; init; }

    /// <summary>The document; null when it cannot be read.</summary>
    public required ParsedPolicy? Document { get; init; }

    /// <summary>Why it cannot be read.</summary>
    public string? Error { get; init; }

    /// <summary>True when the document is marked as a secret: then no report quotes it.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The statements that allow something.</summary>
    public IEnumerable<ParsedStatement> Allowing => Document?.Statements.Where(statement => statement.Allows) ?? [];

    /// <summary>All policies of a stack, in the order of declaration.</summary>
    /// <param name="stack">The recorded resources.</param>
    public static ImmutableArray<DeclaredPolicy> In(RecordedStack stack) =>
        [.. stack.Resources.Where(resource => resource.IsCustom).SelectMany(resource => In(resource, resource.Inputs, ""))];

    /// <summary>Evidence: every statement in one line.</summary>
    public ImmutableArray<Evidence> Quotes => [.. (Document?.Statements ?? []).Select(Quote)];

    /// <summary>Evidence: a statement in one line.</summary>
    /// <param name="statement">A statement of this document.</param>
    public Evidence Quote(ParsedStatement statement) => IsSecret ? new Evidence(Property, SecretText.Mask) : new Evidence(
        $"{Property}.{statement.Sid}",
        $"{(statement.Allows ? "allow" : "deny")} {string.Join(", ", statement.Actions)}"
        + (statement.Resources.IsEmpty ? "" : $" on {string.Join(", ", statement.Resources)}")
        + (statement.Principals.IsEmpty ? "" : $" to {string.Join(", ", statement.Principals)}")
        + (statement.Conditions.IsEmpty ? "" : $" if {string.Join(", ", statement.Conditions.Select(condition => condition.Key))}"));

    private static IEnumerable<DeclaredPolicy> In(RecordedResource resource, RecordedMap map, string path)
    {
        foreach (var (name, value) in map)
        {
            switch (value.Revealed)
            {
                case RecordedText text when LooksLikePolicy(text.Value):
                    yield return Read(resource, path + name, text.Value) with { IsSecret = value.ContainsSecret };
                    break;
                case RecordedMap inner:
                    foreach (var policy in In(resource, inner, $"{path}{name}.")) yield return policy;
                    break;
                case RecordedList list:
                    foreach (var policy in list.Maps.SelectMany(item => In(resource, item, $"{path}{name}."))) yield return policy;
                    break;
            }
        }
    }

    private static bool LooksLikePolicy(string text) =>
        text.AsSpan().TrimStart().StartsWith("{") && text.Contains("\"Statement\"", StringComparison.Ordinal);

    private static DeclaredPolicy Read(RecordedResource resource, string property, string text)
    {
        var kind = property == Trust ? PolicyKind.Trust
            : resource.Type == Endpoint ? PolicyKind.Endpoint
            : resource.Type.StartsWith(IdentityModule, StringComparison.Ordinal) ? PolicyKind.Identity
            : PolicyKind.Resource;
        try
        {
            return new DeclaredPolicy { Resource = resource, Property = property, Kind = kind, Document = ParsedPolicy.Parse(text) };
        }
        catch (JsonException error)
        {
            return new DeclaredPolicy { Resource = resource, Property = property, Kind = kind, Document = null, Error = error.Message };
        }
    }
}
