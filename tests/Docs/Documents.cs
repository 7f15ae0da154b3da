using SecureApi.Tests.Support;

namespace SecureApi.Tests.Docs;

/// <summary>The documents of this repository.</summary>
internal static class Documents
{
    /// <summary>Every Markdown file that people read, from the root.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(RepositoryFiles.Root, "*.md"),
        .. Directory.EnumerateFiles(RepositoryFiles.At("docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.EnumerateFiles(RepositoryFiles.At(".github"), "*.md", SearchOption.AllDirectories),
        .. Directory.EnumerateFiles(RepositoryFiles.At("sdks"), "*.md"),
    ];

    /// <summary>A document's name in a message.</summary>
    public static string NameOf(string path) => Path.GetRelativePath(RepositoryFiles.Root, path);
}
