using SecureApi.Configuration;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>A value that must not be shown. Its text form is always <see cref="SecretText.Mask"/>.</summary>
public sealed record RecordedSecret : RecordedValue
{
    // Not a positional record: its printed form and its deconstruction would give the value away.
    private readonly RecordedValue inner;

    /// <summary>Marks <paramref name="value"/> as secret.</summary>
    /// <param name="value">The value itself; a secret mark that it already has is not doubled.</param>
    public RecordedSecret(RecordedValue value) => inner = value.Revealed;

    /// <inheritdoc/>
    public override RecordedValue Revealed => inner;

    /// <inheritdoc/>
    public override bool ContainsSecret => true;

    /// <inheritdoc/>
    public override bool ContainsUnknown => inner.ContainsUnknown;

    /// <inheritdoc/>
    public override string ToString() => SecretText.Mask;
}
