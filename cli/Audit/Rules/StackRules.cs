using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Configuration;

namespace SecureApi.Cli.Audit.Rules;

/// <summary>Rules on every resource of the stack.</summary>
internal static class StackRules
{
    /// <summary>The rules, in the order of the report.</summary>
    public static ImmutableArray<Rule> All =>
    [
        new()
        {
            Id = "no-plain-secrets",
            Title = "No argument holds a secret that is not marked as one",
            Why = "Pulumi encrypts what is marked, and shows and stores the rest as it is.",
            Document = "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_identities_secrets.html",
            Severity = Severity.Critical,
            Evaluate = NoPlainSecrets,
        },
        new()
        {
            Id = "tagged",
            Title = "Every resource that takes tags has the standard tags",
            Why = "A resource without an owner is neither patched nor deleted.",
            Document = "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
            Severity = Severity.Low,
            Evaluate = Tagged,
        },
    ];

    private static IEnumerable<Evaluation> NoPlainSecrets(AuditedStack stack)
    {
        foreach (var resource in stack.Recorded.Resources)
        {
            // A component's and the stack's outputs are shown and stored as well; a resource's own are the provider's.
            var found = Find(resource.Inputs, "") ?? (resource.IsCustom ? null : Find(resource.Outputs, ""));
            if (found is { } hit)
            {
                yield return Evaluation.Of(
                    resource, compliant: false, $"The argument or output {hit.Property} is not marked as a secret, but {hit.Reason}.", new Evidence(hit.Property, SecretText.Mask));
            }
            else if (resource.IsCustom)
            {
                yield return Evaluation.Of(resource, compliant: true, "", new Evidence("plain arguments", "no keys"));
            }
        }
    }

    // What the recorder masked by its content was not marked: the engine would not mask it.
    private static (string Property, string Reason)? Find(RecordedValue value, string path) => value switch
    {
        RecordedSecret { IsMarked: false } secret => (path, Form(secret.Revealed) ?? "it holds what is a secret elsewhere in the stack"),
        RecordedText text when SecretDetector.FormOf(text.Value) is { } reason => (path, reason),
        RecordedList list => list.Select(item => Find(item, path)).FirstOrDefault(found => found is not null),
        RecordedMap map => map.Select(entry => Find(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static string? Form(RecordedValue value) => value is RecordedText text ? SecretDetector.FormOf(text.Value) : null;

    private static IEnumerable<Evaluation> Tagged(AuditedStack stack)
    {
        var wanted = StandardTags.For(stack.Settings).Select(tag => tag.Key).ToList();
        foreach (var resource in stack.Recorded.Resources.Where(resource => resource.IsCustom && resource.Outputs["tagsAll"] is not null))
        {
            var missing = wanted.Where(tag => resource.Outputs.Map("tagsAll")[tag] is null).ToList();
            yield return Evaluation.Of(resource, missing.Count == 0, $"Missing tags: {string.Join(", ", missing)}.", new Evidence("tagsAll", $"{resource.Outputs.Map("tagsAll").Count} tags"));
        }
    }
}
