using System.Diagnostics;
using System.Globalization;
using SecureApi.Tests.Support;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>Runs a command as the task does: the root file system is read-only, one directory is not.</summary>
public static class ReadOnlyRoot
{
    /// <summary>Whether this process may make a mount namespace.</summary>
    public static bool IsAvailable { get; } = Environment.IsPrivilegedProcess && Succeeds("/usr/bin/unshare", "--mount", "/bin/true");

    /// <summary>The gateway's command with everything read-only but its runtime directory.</summary>
    public static IReadOnlyList<string> Command(string directory) =>
    [
        "/usr/bin/unshare", "--mount", "/bin/sh", "-c",
        """
        chown "$0" "$1" /proc/self/fd/1 /proc/self/fd/2 && mount --bind "$1" "$1" && mount -o remount,bind,ro / && shift && exec "$@"
        """,
        Unprivileged.UserId.ToString(CultureInfo.InvariantCulture), directory, .. Unprivileged.Command(GatewayImage.Command),
    ];

    private static bool Succeeds(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
