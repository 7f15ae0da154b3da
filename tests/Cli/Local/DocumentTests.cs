using System.Text.RegularExpressions;
using SecureApi.Tests.Docs;
using Xunit;

namespace SecureApi.Tests.Cli.Local;

/// <summary>Every <c>dotnet run</c> of the documents that starts a local run does, with the installed packages and other ports.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Commands =>
    [
        .. Documents.All
            .SelectMany(document => Command().Matches(File.ReadAllText(document)))
            .Select(match => match.Groups[1].Value.Trim())
            .Distinct(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_OfADocument_DoesWhatItSays(string command)
    {
        if (command.Contains("--write-only", StringComparison.Ordinal))
        {
            await using var written = LocalSession.Launch(command.Split(' '));
            Assert.True(await written.Ended() == 0, written.Errors);
            Assert.True(File.Exists(Path.Combine(written.Folder, "compose.yaml")));
            return;
        }

        await using var session = await LocalSession.Start([.. command.Replace("--with packages", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)]);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await session.Get("/v1/whoami", "local-developer")).Status);
        Assert.Equal(0, await session.End());
    }

    [GeneratedRegex(@"dotnet run --project cli -- (local\b[^`\n|>""$]*)")]
    private static partial Regex Command();
}
