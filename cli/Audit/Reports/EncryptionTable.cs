using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>
/// What is encrypted with what: every argument that names a key, at any depth and of any type, every bucket's own
/// encryption, and the protocol of every listener and target group.
/// </summary>
public static class EncryptionTable
{
    private const string Key = "aws:kms/key:Key";
    private const string Alias = "aws:kms/alias:Alias";
    private const string BucketEncryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
    private const string Listener = "aws:lb/listener:Listener";
    private const string TargetGroup = "aws:lb/targetGroup:TargetGroup";

    /// <summary>The table of a stack, in the order of declaration.</summary>
    /// <param name="stack">The stack.</param>
    public static ImmutableArray<EncryptionEntry> Of(AuditedStack stack) =>
    [
        .. stack.Recorded.Resources.Where(resource => resource.IsCustom && resource.Type != Alias)
            .SelectMany(resource => Keys(resource, resource.Inputs, "", stack)),
        .. stack.OfType(BucketEncryption).SelectMany(encryption => Bucket(encryption, stack)),
        .. stack.OfType(Listener).Select(listener => new EncryptionEntry(
            listener, "in transit", Protocol(listener, listener.Inputs.Text("sslPolicy")), "protocol")),
        .. stack.OfType(TargetGroup).Select(group => new EncryptionEntry(group, "in transit", Protocol(group, null), "protocol")),
    ];

    private static IEnumerable<EncryptionEntry> Keys(RecordedResource resource, RecordedMap map, string path, AuditedStack stack)
    {
        foreach (var (name, value) in map)
        {
            switch (value.Revealed)
            {
                case RecordedText text when stack.Find(text.Value) is { Type: Key } key:
                    yield return new EncryptionEntry(resource, "at rest", $"KMS key {key.Name}", path + name);
                    break;
                case RecordedMap inner:
                    foreach (var entry in Keys(resource, inner, $"{path}{name}.", stack)) yield return entry;
                    break;
                case RecordedList list:
                    foreach (var entry in list.Maps.SelectMany(item => Keys(resource, item, $"{path}{name}.", stack))) yield return entry;
                    break;
            }
        }
    }

    private static IEnumerable<EncryptionEntry> Bucket(RecordedResource encryption, AuditedStack stack) => encryption.Inputs.List("rules").Maps
        .Select(rule => rule.Map("applyServerSideEncryptionByDefault"))
        .Where(rule => stack.Find(rule.Text("kmsMasterKeyId")) is null)
        .Select(rule => new EncryptionEntry(
            stack.Find(encryption.Inputs.Text("bucket")) ?? encryption, "at rest", $"S3's own key ({rule.Text("sseAlgorithm")})", "rules.applyServerSideEncryptionByDefault"));

    private static string Protocol(RecordedResource resource, string? policy) => resource.Inputs.Text("protocol") switch
    {
        "HTTP" => "none: HTTP, only to be redirected",
        null => "unknown",
        var protocol => policy is null ? protocol : $"{protocol}, {policy}",
    };
}

/// <summary>A line of the encryption table.</summary>
/// <param name="Resource">What is encrypted.</param>
/// <param name="Where"><c>at rest</c> or <c>in transit</c>.</param>
/// <param name="With">The key, or the protocol.</param>
/// <param name="Property">The argument that says so.</param>
public sealed record EncryptionEntry(RecordedResource Resource, string Where, string With, string Property);
