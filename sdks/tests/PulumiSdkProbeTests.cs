using System.Collections;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Sdks.Tests;

/// <summary>
/// What the first build of a clone makes of what NuGet says, from the repository's own targets and a stand-in for
/// <c>dotnet restore</c>. The lines are those of .NET SDK 10.0.401, with other paths and sources.
/// </summary>
public sealed class PulumiSdkProbeTests : IDisposable
{
    private const string Missing = "/clone/sdks/probe/Probe.csproj : error NU1101: Unable to find package Pulumi. No packages exist with this id in source(s): feed [/clone/sdks/probe/Probe.csproj]\n";
    private const string Unreachable =
        "/clone/sdks/probe/Probe.csproj : error NU1301: Unable to load the service index for source https://127.0.0.1:9/v3/index.json.\n"
        + "/clone/sdks/probe/Probe.csproj : error NU1301:   Connection refused (127.0.0.1:9)\n";
    private const string Advisory = "/clone/sdks/probe/Probe.csproj : warning NU1902: Package 'Some.Package' 1.9.0 has a known moderate severity vulnerability, https://github.com/advisories/GHSA-4625-4j76-fww9 [/clone/sdks/probe/Probe.csproj]\n";
    private const string Ignored = "/clone/sdks/probe/Probe.csproj : warning NU1801: An error NU1301: was ignored for source https://127.0.0.1:9/v3/index.json.\n";
    private const string OldSdk = "/sdk/Inference.targets(184,5): error NETSDK1045: The current .NET SDK does not support targeting .NET 99.0. [/clone/sdks/probe/Probe.csproj]\n";

    private const string Found = "Pulumi SDK: NuGet can restore the published packages; this clone uses them.";
    private const string Local = "; this clone uses the local SDKs, which preview and test but cannot deploy. To check again, delete .pulumi-sdk";
    private const string Gone = "Pulumi SDK: the package feed does not have the published packages (NU1101)" + Local;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("probe-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("  Restored /clone/sdks/probe/Probe.csproj (in 1 sec).\n", 0, Found)]
    [InlineData(Advisory, 0, Found)]
    [InlineData(Missing + Missing, 1, Gone)]
    [InlineData(Advisory + Ignored + Missing, 1, Gone)]
    [InlineData(Advisory + Unreachable, 1, "Pulumi SDK: NuGet could not restore the published packages (NU1301: Unable to load the service index for source https://127.0.0.1:9)" + Local)]
    [InlineData(Missing + Unreachable, 1, "could not restore the published packages (NU1301: Unable")]
    [InlineData(Advisory + OldSdk, 1, "(NETSDK1045: The current .NET SDK does not support targeting .NET 99.0)" + Local)]
    [InlineData("MSBUILD : error MSB1009: Project file does not exist.\nSwitch: Probe.csproj\n", 1, "(MSB1009: Project file does not exist)" + Local)]
    [InlineData("/clone/Probe.csproj : error NU1301: It's \"https://me:word@host/index.json\"; 100% (really).\n", 1, "(NU1301: It's \"https://host\"; 100% (really))" + Local)]
    [InlineData("/clone/Probe.csproj : error NU1301: Unable to load https://me@host:word@feed.test/auth/word/index.json?sig=word.\n", 1, "(NU1301: Unable to load https://feed.test)" + Local)]
    [InlineData(Advisory, 134, "(exit code 134)" + Local)]
    public async Task Probe_WithWhatNuGetSays_NamesTheErrorAndChooses(string output, int exitCode, string expected)
    {
        var choice = Path.Combine(folder.FullName, "choice.props");

        var said = await Probe(output, exitCode, choice);

        Assert.Contains(expected, said, StringComparison.Ordinal);
        var chosen = expected == Found ? "nuget" : "local";
        Assert.Contains($"<PulumiSdk>{chosen}</PulumiSdk>", await File.ReadAllTextAsync(choice, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<string> Probe(string output, int exitCode, string choice)
    {
        Requires.Packages("a shell", "/bin/sh");
        var restore = Path.Combine(folder.FullName, "restore");
        await File.WriteAllTextAsync(restore + ".txt", output);
        await File.WriteAllTextAsync(restore, $"#!/bin/sh\ncat '{restore}.txt'\nexit {exitCode}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(restore, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var sdks = RepositoryFiles.At("sdks") + Path.DirectorySeparatorChar;
        await using var process = RunningProcess.Start(
            [
                "dotnet", "msbuild", sdks + "PulumiSdk.targets", "-t:ChoosePulumiSdk", "-nologo", "-tl:off", "-v:m", "-nodeReuse:false",
                $"-p:PulumiSdksFolder={sdks}", $"-p:PulumiSdkFolder={folder.FullName}/", $"-p:PulumiSdkChoice={choice}", $"-p:_ProbeDotnet={restore}",
            ],
            Environment());
        Assert.True(await process.WaitForExit(TimeSpan.FromMinutes(2)) == 0, process.ToString());
        return string.Join('\n', process.Output);
    }

    /// <summary>This process's variables, without a choice that was made and those that <c>dotnet test</c> set for itself.</summary>
    private static Dictionary<string, string> Environment() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => !((string)variable.Key).StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
                && !"PulumiSdk".Equals((string)variable.Key, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!, StringComparer.Ordinal);
}
