using Xunit;

namespace SecureApi.Tests.Support;

/// <summary>Compares text with a file of the repository, and rewrites the file when a person accepts the change.</summary>
internal static class Golden
{
    /// <summary>Set to 1 to accept what a test found as the new content of its golden file.</summary>
    public const string AcceptVariable = "ACCEPT";

    /// <summary>Fails with the first differences, what it means, and how to accept it.</summary>
    /// <param name="actual">What the program makes now.</param>
    /// <param name="meaning">What a difference means to a user.</param>
    /// <param name="segments">The file's path from the root of the repository.</param>
    public static void Matches(string actual, string meaning, params string[] segments)
    {
        var path = RepositoryFiles.At(segments);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        var expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (expected == actual) return;

        var changes = string.Join('\n', TextDiff.Lines(expected, actual).Take(60));
        Assert.Fail($"{meaning}\n\n{changes}\n\nTo accept: {AcceptVariable}=1 dotnet test, then commit {string.Join('/', segments)}.");
    }
}
