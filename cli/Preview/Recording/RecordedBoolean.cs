namespace SecureApi.Cli.Preview.Recording;

/// <summary>A truth value.</summary>
/// <param name="Value">The truth value.</param>
public sealed record RecordedBoolean(bool Value) : RecordedValue
{
    /// <inheritdoc/>
    public override string ToString() => Value ? "true" : "false";
}
