using SecureApi.Cli.Commands;

namespace SecureApi.Cli.Clients;

/// <summary>Writes a key and its request where nobody else reads the key, and where git does not see it.</summary>
internal static class KeyFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes <c>NAME.key</c> with mode 0600, and <c>NAME.csr</c>. What is there is never overwritten.</summary>
    /// <returns>The paths of the two files.</returns>
    /// <exception cref="CommandException">A file cannot be written, exists, or git would see the key.</exception>
    public static (string Key, string Request) Write(string directory, string name, NewClient client)
    {
        if (!Directory.Exists(directory)) throw new CommandException($"There is no folder {directory}. Make it, or choose another: --out DIR");
        var (key, request) = (Path.Combine(directory, $"{name}.key"), Path.Combine(directory, $"{name}.csr"));
        GitWorkTree.RefuseUnlessIgnored(key);
        foreach (var path in new[] { key, request })
        {
            if (Path.Exists(path)) throw new CommandException($"{path} exists. A key is never overwritten: move it away, or choose another folder: --out DIR");
        }

        var written = new List<string>();
        try
        {
            Create(key, client.KeyPem, OwnerOnly, written);
            Create(request, client.RequestPem, null, written);
            return (key, request);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            foreach (var path in written) File.Delete(path);
            throw new CommandException($"Cannot write to {directory}: {error.Message}", error);
        }
    }

    // The mode is set as the file comes into being: there is no moment in which others could read it.
    private static void Create(string path, string text, UnixFileMode? mode, List<string> written)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is { } unix && !OperatingSystem.IsWindows()) options.UnixCreateMode = unix;
        using var file = new StreamWriter(path, options);
        written.Add(path);
        file.Write(text);
    }
}
