namespace SecureApi.Tests.Support;

/// <summary>Finds files of this repository from wherever the test binary runs.</summary>
public static class RepositoryFiles
{
    /// <summary>The absolute path of the folder that holds <c>Infra.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The absolute path of a file or folder, its <paramref name="segments"/> given from the root.</summary>
    public static string At(params string[] segments) => Path.Combine([Root, .. segments]);

    /// <summary>The source of a type of the program: the one file of its name under <c>infra/</c>.</summary>
    public static string Source(Type type) => File.ReadAllText(
        Directory.EnumerateFiles(At("infra"), $"{type.Name}.cs", SearchOption.AllDirectories)
            .Single(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Infra.sln: run the tests from a clone.");
    }
}
