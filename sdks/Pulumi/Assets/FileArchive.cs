namespace Pulumi;

/// <summary>An archive or a folder on disk.</summary>
public sealed class FileArchive : Archive
{
    /// <summary>Makes it.</summary>
    /// <param name="path">Its path.</param>
    public FileArchive(string path)
        : base(path)
    {
    }
}
