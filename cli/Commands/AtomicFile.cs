using System.Text.RegularExpressions;

namespace SecureApi.Cli.Commands;

/// <summary>Writes a file as a whole or not at all: next to its place first, then renamed over it.</summary>
internal static partial class AtomicFile
{
    /// <summary>Writes <paramref name="content"/> to <paramref name="path"/>.</summary>
    /// <exception cref="UserException">The file cannot be written; what was there before is unchanged.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            var target = Target(path);
            if (IsDevice(target))
                WriteThrough(target, content);
            else
                Replace(target, content);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UserException($"Cannot write {path}: {Reason(error)}", error);
        }
    }

    // The framework's messages name the temporary file.
    private static string Reason(Exception error) => error switch
    {
        DirectoryNotFoundException => "its folder does not exist.",
        UnauthorizedAccessException => "its folder or the file is not yours to write.",
        PathTooLongException => "the name is too long.",
        IOException when TemporaryName().IsMatch(error.Message) => "the disk may be full, or the file in use.",
        _ => error.Message,
    };

    [GeneratedRegex(@"\.[0-9a-f]{32}\.tmp")]
    private static partial Regex TemporaryName();

    private static void Replace(string target, ReadOnlySpan<byte> content)
    {
        if (Directory.Exists(target))
            throw new IOException("It is a folder.");

        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():n}.tmp");
        try
        {
            WriteThrough(temporary, content);
            if (File.Exists(target) && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void WriteThrough(string path, ReadOnlySpan<byte> content)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write);
        stream.Write(content);
    }

    // A rename would replace the link, not the file that it points to.
    private static string Target(string path) =>
        (Path.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);

    // Such as /dev/stdout: a rename over it would do harm.
    private static bool IsDevice(string path) => !OperatingSystem.IsWindows() && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));
}
