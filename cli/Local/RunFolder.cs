using SecureApi.Cli.Commands;

namespace SecureApi.Cli.Local;

/// <summary>The folder of a run: everything that it writes is here, readable by its owner only, and git ignores it.</summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>The name of the default folder in the project.</summary>
    public const string DefaultName = ".local";

    // Git takes nothing from a folder with this file, wherever the folder is, the file included.
    private const string Marker = ".gitignore";
    private const string MarkerText = "# Made by the command `local`, which writes this folder anew each time.\n*\n";
    private const string LockName = ".lock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode PassableFolder = OwnerFolder | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly FileStream held;

    private RunFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    /// <summary>Its absolute path.</summary>
    public string Path { get; }

    /// <summary>Opens the folder empty, or makes it, and keeps other runs out of it.</summary>
    /// <exception cref="CommandException">It holds what is not this command's, is in use, or cannot be written.</exception>
    public static RunFolder Open(string path) => Guarded(path, () =>
    {
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !IsOurs(path))
            throw new CommandException($"{path} is not empty, and this command did not make it. Choose another folder: --out DIR");
        MakeFolder(path);
        var folder = new RunFolder(path, Hold(path));
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos().Where(entry => entry.Name != LockName))
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner) inner.Delete(recursive: true);
            else entry.Delete();
        }

        folder.Write(Marker, MarkerText);
        return folder;
    });

    /// <summary>Lets the next run have the folder. The files stay.</summary>
    public void Dispose() => held.Dispose();

    /// <summary>The absolute path of a file or folder in it.</summary>
    public string At(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Makes a folder in it.</summary>
    public string Make(params string[] names) => Guarded(At(names), () => MakeFolder(At(names)));

    /// <summary>Writes a file in it, with mode 0600 from its first moment.</summary>
    public void Write(string name, string text) => Guarded(At(name), () =>
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var file = new StreamWriter(At(name), options);
        file.Write(text);
        return name;
    });

    private static bool IsOurs(string path)
    {
        var marker = System.IO.Path.Combine(path, Marker);
        return File.Exists(marker) && File.ReadAllText(marker) == MarkerText;
    }

    private static FileStream Hold(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new CommandException($"Another run uses {path}. End it, or choose another folder: --out DIR", error);
        }
    }

    // Started by root, the gateway's workers are another user: they have to get through to where they keep large bodies.
    private static string MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, Environment.IsPrivilegedProcess ? PassableFolder : OwnerFolder);
        return path;
    }

    private static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"Cannot write {path}: {error.Message}", error);
        }
    }
}
