using System.Globalization;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>A number. Pulumi has one kind of number, a 64-bit floating point one, for integers too.</summary>
/// <param name="Value">The number.</param>
public sealed record RecordedNumber(double Value) : RecordedValue
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
