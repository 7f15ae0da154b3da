using System.ComponentModel;
using System.Diagnostics;
using SecureApi.Cli.Commands;

namespace SecureApi.Cli.Clients;

/// <summary>Keeps private keys out of git.</summary>
internal static class GitWorkTree
{
    /// <summary>Passes when the file lies outside every work tree, or where git ignores it.</summary>
    /// <exception cref="CommandException">Git would take the file, or cannot be asked.</exception>
    public static void RefuseUnlessIgnored(string path)
    {
        if (Find(Path.GetDirectoryName(path)!) is not { } root || IsIgnored(root, path)) return;
        throw new CommandException(
            $"{path} is inside the git work tree {root}, and git does not ignore it: a private key must never be committed. "
            + "Choose a folder outside (--out DIR), or add *.key to .gitignore.");
    }

    private static string? Find(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            // A folder, or a file in a linked work tree.
            if (Path.Exists(Path.Combine(folder.FullName, ".git"))) return folder.FullName;
        }

        return null;
    }

    private static bool IsIgnored(string root, string path)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", root, "check-ignore", "--quiet", "--", path])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // Without git nobody can tell; then the answer is the safe one.
            return false;
        }
    }
}
