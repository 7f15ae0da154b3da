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

    private static readonly string[] Forms = ["PRIVATE KEY-----", "AKIA", "ASIA"];

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var resource in stack.Recorded.Resources.Where(resource => resource.IsCustom))
        {
            var property = Find(resource.Inputs, "");
            yield return Verdict.Of(
                resource, property is null, $"The argument {property} holds a key in plain text.", new Evidence(property ?? "plain arguments", property is null ? "no keys" : SecretText.Mask));
        }
    }

    private static string? Find(RecordedValue value, string path) => value switch
    {
        RecordedText text => IsKey(text.Value) ? path : null,
        RecordedList list => list.Select(item => Find(item, path)).FirstOrDefault(found => found is not null),
        RecordedMap map => map.Select(entry => Find(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")).FirstOrDefault(found => found is not null),
        _ => null,
    };

    // An access key id is twenty capital letters and digits.
    private static bool IsKey(string text) => text.Contains(Forms[0], StringComparison.Ordinal)
        || (text.Length == 20 && Forms.Skip(1).Any(form => text.StartsWith(form, StringComparison.Ordinal)) && text.All(char.IsAsciiLetterOrDigit));
}
