namespace SecureApi.Tests.Support;

/// <summary>Finds files of this repository from wherever the test binary runs.</summary>
public static class RepositoryFiles
{
    /// <summary>The absolute path of the folder that holds <c>Infra.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The absolute path of a file or folder, its <paramref name="segments"/> given from the root.</summary>
    public static string At(params string[] segments) => Path.Combine([Root, .. segments]);

    /// <summary>The C# sources of a project.</summary>
    public static IEnumerable<string> Sources(params string[] folder) =>
        Directory.EnumerateFiles(At(folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Infra.sln: run the tests from a clone.");
    }
}
