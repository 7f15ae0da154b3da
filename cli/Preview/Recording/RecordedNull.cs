namespace SecureApi.Cli.Preview.Recording;

/// <summary>An explicit null, as an element of a list can be.</summary>
public sealed record RecordedNull : RecordedValue
{
    private RecordedNull()
    {
    }

    /// <summary>The only instance.</summary>
    public static RecordedNull Instance { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => "null";
}
