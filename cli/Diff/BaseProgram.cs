using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using SecureApi.Cli.Commands;

namespace SecureApi.Cli.Diff;

/// <summary>
/// Records a stack with the program of another commit: in a temporary work tree of the repository, which is built and run there.
/// The recording is kept in the user's cache, by commit, so that this is done once.
/// </summary>
/// <param name="host">What surrounds the command.</param>
/// <param name="project">The project's folder.</param>
internal sealed class BaseProgram(CommandHost host, string project)
{
    private const int MostRecordings = 20;

    /// <summary>The key of the fingerprints of this user's recordings.</summary>
    public Fingerprints Fingerprints { get; } = new(KeyOf(CacheFolder(host)));

    /// <summary>The recorded stack.</summary>
    /// <param name="reference">A commit, in any form that git takes: <c>main</c>, <c>HEAD~1</c>.</param>
    /// <param name="stack">The stack's name.</param>
    /// <param name="stop">Ends the build.</param>
    /// <exception cref="UserException">There is no such commit, or its program cannot be recorded.</exception>
    public async Task<RecordedFile> RecordAsync(string reference, string stack, CancellationToken stop)
    {
        var commit = await CommitOf(reference, stop);
        var prefix = (await Git(["rev-parse", "--show-prefix"], stop)).Output.Trim();
        var cached = Path.Combine(CacheFolder(host), $"{commit}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{prefix}\n{stack}")))[..8]}.json");
        if (!File.Exists(cached))
            await Build(reference, commit, prefix, stack, cached, stop);
        try
        {
            return RecordedFile.Read(cached);
        }
        catch (UserException error)
        {
            File.Delete(cached);
            throw new UserException($"The program of {reference} ({commit[..8]}) writes a preview that this version cannot read: {error.Message} Choose a newer commit.", error);
        }
    }

    private async Task<string> CommitOf(string reference, CancellationToken stop)
    {
        var (code, output, errors) = await Git(["rev-parse", "--verify", "--quiet", "--end-of-options", $"{reference}^{{commit}}"], stop);
        if (code == 0)
            return output.Trim();
        if (errors.Contains("not a git repository", StringComparison.Ordinal))
            throw new UserException($"{project} is in no git repository: --base needs its history. Two preview files can be compared without: diff BEFORE AFTER");
        throw new UserException($"There is no commit '{reference}' in this repository{(errors.Trim() is { Length: > 0 } reason ? $" ({reason})" : "")}. A shallow clone lacks older ones: git fetch --unshallow");
    }

    private async Task Build(string reference, string commit, string prefix, string stack, string cached, CancellationToken stop)
    {
        await host.Error.WriteLineAsync($"Building the program of {reference} ({commit[..8]}) to record what it declares; this takes a minute or two, once.");
        var folder = Directory.CreateTempSubdirectory("secure-api-base-").FullName;
        var tree = Path.Combine(folder, "tree");
        try
        {
            var (code, _, errors) = await Git(["worktree", "add", "--detach", "--quiet", tree, commit], stop);
            if (code != 0)
                throw new UserException($"git could not lay out {reference}: {errors.Trim()}");
            var directory = Path.Combine(tree, prefix);
            if (!File.Exists(Path.Combine(directory, "cli", "Cli.csproj")))
                throw new UserException($"{reference} ({commit[..8]}) has no program that can be recorded: there is no cli/Cli.csproj at that commit. Choose a newer one.");
            var recording = Path.Combine(folder, "recording.json");
            (code, var output, errors) = await Run(
                host.Variable("DOTNET_HOST_PATH") is { Length: > 0 } dotnet ? dotnet : "dotnet", directory,
                ["run", "--project", "cli", "--", "preview", "--stack", stack, "--json", recording], stop);
            if (code != 0 || !File.Exists(recording))
                throw new UserException($"The program of {reference} ({commit[..8]}) could not be recorded:\n{Last(errors.Trim().Length > 0 ? errors : output)}");
            Keep(recording, cached);
        }
        finally
        {
            await Git(["worktree", "remove", "--force", tree], CancellationToken.None);
            Directory.Delete(folder, recursive: true);
            await Git(["worktree", "prune"], CancellationToken.None);
        }
    }

    private static void Keep(string recording, string cached)
    {
        AtomicFile.Write(cached, File.ReadAllBytes(recording));
        foreach (var old in new DirectoryInfo(Path.GetDirectoryName(cached)!).EnumerateFiles("*.json").OrderByDescending(file => file.LastWriteTimeUtc).Skip(MostRecordings))
            old.Delete();
    }

    private static string Last(string text)
    {
        const int MostLines = 12;
        var lines = text.Trim().Split('\n');
        return string.Join('\n', lines[^Math.Min(MostLines, lines.Length)..]);
    }

    // XDG's place, or what the system has for it: https://specifications.freedesktop.org/basedir-spec/latest/
    private static string CacheFolder(CommandHost host)
    {
        var home = host.Variable("HOME") is { Length: > 0 } given ? given : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var caches = host.Variable("XDG_CACHE_HOME") is { Length: > 0 } chosen ? chosen
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Path.Combine(home, ".cache");
        return Path.Combine(caches, "secure-api", "recordings");
    }

    private static byte[] KeyOf(string folder)
    {
        var path = Path.Combine(folder, "fingerprint.key");
        try
        {
            if (File.Exists(path) && File.ReadAllBytes(path) is { Length: 32 } kept)
                return kept;
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(folder);
            else
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

            // Recordings with another key say nothing.
            foreach (var recording in Directory.EnumerateFiles(folder, "*.json"))
                File.Delete(recording);
            var key = RandomNumberGenerator.GetBytes(32);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, options);
            file.Write(key);
            return key;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The cache {folder} cannot be used: {error.Message} Set XDG_CACHE_HOME to a folder that can be written.", error);
        }
    }

    private Task<(int Code, string Output, string Errors)> Git(string[] arguments, CancellationToken stop) => Run("git", project, arguments, stop);

    private async Task<(int Code, string Output, string Errors)> Run(string program, string directory, string[] arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Fingerprints.Variable] = Fingerprints.Key;

        // No server of the build may outlive the work tree, and the choices of this program's build are not the other's.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        foreach (var variable in (string[])["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"])
            start.Environment.Remove(variable);
        try
        {
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
            try
            {
                await process.WaitForExitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw new UserException("Stopped.");
            }

            return (process.ExitCode, await output, await errors);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new UserException($"{program} cannot be started: {error.Message}. --base needs git and the .NET SDK.", error);
        }
    }
}
