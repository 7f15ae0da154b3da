using SecureApi.Cli.Local;

namespace SecureApi.Tests.Support;

/// <summary>
/// The files of an image, laid out as its Dockerfile copies them and readable by everybody, so that a test starts what
/// ships and notices a file that the Dockerfile forgets.
/// </summary>
public sealed class ImageFiles
{
    private readonly Dockerfile dockerfile;

    /// <summary>Copies the files; they are deleted when the process ends.</summary>
    public ImageFiles(Dockerfile dockerfile)
    {
        this.dockerfile = dockerfile;
        Root = Directory.CreateTempSubdirectory("image-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, true);
        foreach (var line in dockerfile.Values("COPY")) Copy(line);
        foreach (var entry in Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Append(Root))
            Permissions.Set(entry, Permissions.EverybodyExecutes);
    }

    /// <summary>The folder that stands for the image's root.</summary>
    public string Root { get; }

    /// <summary>The container's working directory.</summary>
    public string WorkingDirectory => At(dockerfile.Value("WORKDIR"));

    /// <summary>This machine's path of a file of the image; a path that no COPY made is Debian's own, and the same here.</summary>
    public string At(string path) => Path.Exists(Root + path) ? Root + path : path;

    private void Copy(string line)
    {
        var words = line.Split(' ').Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var target = Root + Path.GetFullPath(words[^1], dockerfile.Value("WORKDIR"));
        foreach (var source in words[..^1])
            CopyTo(Path.Combine(dockerfile.Folder, source), words[^1].EndsWith('/') ? Path.Combine(target, source) : target);
    }

    private static void CopyTo(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (File.Exists(source))
        {
            File.Copy(source, target);
            return;
        }
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(IsCopied))
            CopyTo(file, Path.Combine(target, Path.GetRelativePath(source, file)));
    }

    // Python's own leftovers, which the .dockerignore files keep out too.
    private static bool IsCopied(string file) => !file.EndsWith(".pyc", StringComparison.Ordinal);
}
