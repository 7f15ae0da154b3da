namespace SecureApi.Cli.Preview.Recording;

/// <summary>A string. Properties that hold JSON are strings too, as Pulumi has them.</summary>
/// <param name="Value">The string.</param>
public sealed record RecordedText(string Value) : RecordedValue
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
