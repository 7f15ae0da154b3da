using SecureApi.Configuration;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>A value that must not be shown. Its text form is always <see cref="SecretText.Mask"/>.</summary>
public sealed record RecordedSecret : RecordedValue
{
    // Not a positional record: its printed form and its deconstruction would give the value away.
    private readonly RecordedValue inner;

    /// <summary>Marks <paramref name="value"/> as secret.</summary>
    /// <param name="value">The value itself; a secret mark that it already has is not doubled.</param>
    public RecordedSecret(RecordedValue value)
        : this(value, isMarked: true)
    {
    }

    private RecordedSecret(RecordedValue value, bool isMarked) => (inner, IsMarked) = (value.Revealed, isMarked);

    /// <summary>
    /// True when the program or a provider marked the value; false when the recorder masked it for what it holds. The engine
    /// knows marks alone: what has none stands in the state and in the plan in plain text.
    /// </summary>
    public bool IsMarked { get; }

    /// <inheritdoc/>
    public override RecordedValue Revealed => inner;

    /// <inheritdoc/>
    public override bool ContainsSecret => true;

    /// <inheritdoc/>
    public override bool ContainsUnknown => inner.ContainsUnknown;

    /// <summary>Hides <paramref name="value"/>, which nobody marked.</summary>
    internal static RecordedSecret Masked(RecordedValue value) => new(value, isMarked: false);

    /// <inheritdoc/>
    public override string ToString() => SecretText.Mask;
}
