using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;

namespace SecureApi.Cli.Audit.Controls.General;

/// <summary>No argument holds a secret that is not marked as one.</summary>
public sealed class NothingSecretIsPlain : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "no-plain-secrets",
        Title = "No argument holds a secret that is not marked as one",
        Why = "Pulumi encrypts what is marked, and shows and stores the rest as it is.",
        Document = "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_identities_secrets.html",
        Severity = Severity.Critical,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var resource in stack.Recorded.Resources)
        {
            // A component's and the stack's outputs are shown and stored as well; a resource's own are the provider's.
            var found = Find(resource.Inputs, "") ?? (resource.IsCustom ? null : Find(resource.Outputs, ""));
            if (found is { } hit)
                yield return Verdict.Of(resource, met: false, $"The argument or output {hit.Property} is not marked as a secret, but {hit.Reason}.", new Evidence(hit.Property, SecretText.Mask));
            else if (resource.IsCustom)
                yield return Verdict.Of(resource, met: true, "", new Evidence("plain arguments", "no keys"));
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
}
