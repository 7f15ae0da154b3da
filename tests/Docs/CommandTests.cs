using System.Text.RegularExpressions;
using SecureApi.Cli.Commands;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Docs;

/// <summary>
/// Every <c>dotnet run</c> of the documents is run as it stands. The pages of clients and CA have tests of their own, which
/// follow their steps in order; so have local runs, which go on until they are stopped, and init, which edits the settings.
/// </summary>
public sealed partial class CommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("docs-");

    public static TheoryData<string> Commands =>
    [
        .. Documents.All
            .SelectMany(document => Command().Matches(File.ReadAllText(document)))
            .Select(match => match.Groups[1].Value.Trim())
            .Where(command => command.Split(' ')[0] is not ("client" or "local" or "init"))

            // Builds the program of a commit: DiffCommandTests do that with a repository of their own.
            .Where(command => !command.StartsWith("diff --base", StringComparison.Ordinal) && !command.StartsWith("diff --state", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal),
    ];

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_OfADocument_Succeeds(string command)
    {
        File.Copy(RepositoryFiles.At("tests", "Delivery", "Data", "preview-update.json"), Path.Combine(folder.FullName, "preview.json"));
        folder.CreateSubdirectory("docs");
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.RunAsync(command.Split(' '), new CommandHost
        {
            Out = output,
            Error = error,
            Directory = folder.FullName,
            ProgramDirectory = RepositoryFiles.Root,
            Variable = _ => null,
            IsTerminal = false,
        });
        Assert.True(code == 0, $"{command}\n{error}\n{output}");
    }

    [GeneratedRegex(@"dotnet run --project cli -- ([a-z][^`\n|>""$]*)")]
    private static partial Regex Command();
}
