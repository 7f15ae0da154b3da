namespace Pulumi;

/// <summary>A file, or a collection of files, that a resource takes.</summary>
public abstract class AssetOrArchive
{
    private protected AssetOrArchive(object value)
        => Value = value ?? throw new ArgumentNullException(nameof(value));

    internal object Value { get; }
}
