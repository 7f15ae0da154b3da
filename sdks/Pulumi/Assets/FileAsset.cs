namespace Pulumi;

/// <summary>A file on disk.</summary>
public sealed class FileAsset : Asset
{
    /// <summary>Makes it.</summary>
    /// <param name="path">The file's path.</param>
    public FileAsset(string path)
        : base(path)
    {
    }
}
