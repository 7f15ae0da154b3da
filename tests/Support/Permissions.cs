namespace SecureApi.Tests.Support;

/// <summary>Permissions of files that an image's user, who is not the test's, has to read.</summary>
public static class Permissions
{
    /// <summary>Everybody reads it, its owner writes it.</summary>
    public const UnixFileMode EverybodyReads =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Everybody reads and executes it, its owner writes it.</summary>
    public const UnixFileMode EverybodyExecutes =
        EverybodyReads | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Sets the permissions of a file or folder.</summary>
    public static void Set(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("The tests of the images need Linux.");
        File.SetUnixFileMode(path, mode);
    }

    /// <summary>The permissions of a file or folder.</summary>
    public static UnixFileMode Get(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException("The tests of the images need Linux.") : File.GetUnixFileMode(path);
}
