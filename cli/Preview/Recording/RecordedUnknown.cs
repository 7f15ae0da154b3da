namespace SecureApi.Cli.Preview.Recording;

/// <summary>A value that no placeholder rule gives, so that it would only be known after the deployment.</summary>
public sealed record RecordedUnknown : RecordedValue
{
    private RecordedUnknown()
    {
    }

    /// <summary>The only instance.</summary>
    public static RecordedUnknown Instance { get; } = new();

    /// <inheritdoc/>
    public override bool ContainsUnknown => true;

    /// <inheritdoc/>
    public override string ToString() => "[unknown]";
}
