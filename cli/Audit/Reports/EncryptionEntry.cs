using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>A line of the encryption table.</summary>
/// <param name="Resource">What is encrypted.</param>
/// <param name="Where"><c>at rest</c> or <c>in transit</c>.</param>
/// <param name="With">The key, or the protocol.</param>
/// <param name="Property">The argument that says so.</param>
public sealed record EncryptionEntry(RecordedResource Resource, string Where, string With, string Property);
