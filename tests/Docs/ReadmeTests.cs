using System.Reflection;
using System.Text.RegularExpressions;
using Pulumi;
using SecureApi.Cli.Commands;
using SecureApi.Configuration;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Docs;

/// <summary>What README and documents list is what there is: folders, commands, outputs, keys.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = Text("README.md");

    [Fact]
    public void Outputs_OfTheTable_AreThoseOfTheStack() => Assert.Equal(
        typeof(SecureApiStack).GetProperties().Where(property => property.DeclaringType == typeof(SecureApiStack))
            .Select(property => property.GetCustomAttribute<OutputAttribute>()?.Name)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
        FirstCells(Section(Text("docs", "architecture.md"), "Outputs")).Order(StringComparer.Ordinal));

    [Fact]
    public void Keys_OfTheReference_AreThoseOfTheSettings() => Assert.Equal(
        typeof(StackConfig).GetProperties()
            .Where(property => property.IsDefined(typeof(SettingAttribute), inherit: false))
            .Select(property => $"secure-api:{char.ToLowerInvariant(property.Name[0])}{property.Name[1..]}")
            .Append("aws:region")
            .Order(StringComparer.Ordinal),
        Key().Matches(Text("docs", "configuration.md")).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void Folders_OfTheLayout_AreThoseOfTheRepository()
    {
        var listed = Folder().Matches(Section(Readme, "Layout")).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);
        Assert.Equal(Folders(".").Concat(Folders("infra")).Concat(Folders("cli")).Concat(Folders("images")).Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task Commands_OfTheProgram_AreInTheTable()
    {
        await using var help = new StringWriter();
        await CommandLine.RunAsync(["--help"], new CommandHost
        {
            Out = help,
            Error = help,
            Directory = RepositoryFiles.Root,
            ProgramDirectory = RepositoryFiles.Root,
            Variable = _ => null,
            IsTerminal = false,
        });
        var commands = HelpLine().Matches($"{help}").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(commands);
        Assert.Contains("secure-api [command]", $"{help}", StringComparison.Ordinal);
        Assert.All(commands, command => Assert.Contains($"`dotnet run --project cli -- {command}", Section(Readme, "Commands"), StringComparison.Ordinal));
    }

    private static IEnumerable<string> FirstCells(string section) =>
        Row().Matches(section).SelectMany(row => Code().Matches(row.Groups[1].Value)).Select(code => code.Groups[1].Value);

    private static string Text(params string[] path) => File.ReadAllText(RepositoryFiles.At(path)).ReplaceLineEndings("\n");

    private static string Section(string text, string heading) => text.Split($"\n## {heading}\n")[1].Split("\n## ")[0];

    // What Git ignores is not part of the repository.
    private static IEnumerable<string> Folders(string folder) =>
        Directory.EnumerateDirectories(RepositoryFiles.At(folder.Split('/'))).Select(path => Path.GetFileName(path)!)
            .Except(File.ReadLines(RepositoryFiles.At(".gitignore")).Select(line => line.TrimEnd('/')).Append(".git"));

    [GeneratedRegex(@"^\| (`[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^### `([^`]+)`", RegexOptions.Multiline)]
    private static partial Regex Key();

    [GeneratedRegex(@"(?<![\w/])([\w.]+)/(?=\s)")]
    private static partial Regex Folder();

    [GeneratedRegex(@"^  ([a-z]+) +\S", RegexOptions.Multiline)]
    private static partial Regex HelpLine();
}
