namespace Pulumi;

/// <summary>A collection of files that a resource takes.</summary>
public abstract class Archive : AssetOrArchive
{
    private protected Archive(object value)
        : base(value)
    {
    }
}
