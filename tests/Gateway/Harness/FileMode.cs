namespace SecureApi.Tests.Gateway.Harness;

/// <summary>Permissions of files that the gateway's user, who is not the test's, has to read.</summary>
public static class FileMode
{
    public const UnixFileMode EverybodyReads =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public const UnixFileMode EverybodyExecutes =
        EverybodyReads | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Sets the permissions of a file or folder.</summary>
    public static void Set(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("The gateway's tests need Linux.");
        File.SetUnixFileMode(path, mode);
    }

    /// <summary>The permissions of a file or folder.</summary>
    public static UnixFileMode Get(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException("The gateway's tests need Linux.") : File.GetUnixFileMode(path);
}
