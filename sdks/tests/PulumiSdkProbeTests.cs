using System.Collections;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Sdks.Tests;

/// <summary>
/// What the first build of a clone makes of what NuGet says, from the repository's own targets and a stand-in for
/// <c>dotnet restore</c>. The lines are those of .NET SDK 10.0.401, with other paths and sources.
/// </summary>
public sealed class PulumiSdkProbeTests(PulumiSdkProbeTests.Probes probes) : IClassFixture<PulumiSdkProbeTests.Probes>
{
    private const string Missing = "/clone/sdks/probe/Probe.csproj : error NU1101: Unable to find package Pulumi. No packages exist with this id in source(s): feed [/clone/sdks/probe/Probe.csproj]\n";
    private const string Unreachable =
        "/clone/sdks/probe/Probe.csproj : error NU1301: Unable to load the service index for source https://127.0.0.1:9/v3/index.json.\n"
        + "/clone/sdks/probe/Probe.csproj : error NU1301:   Connection refused (127.0.0.1:9)\n";
    private const string Advisory = "/clone/sdks/probe/Probe.csproj : warning NU1902: Package 'Some.Package' 1.9.0 has a known moderate severity vulnerability, https://github.com/advisories/GHSA-4625-4j76-fww9 [/clone/sdks/probe/Probe.csproj]\n";
    private const string Ignored = "/clone/sdks/probe/Probe.csproj : warning NU1801: An error NU1301: was ignored for source https://127.0.0.1:9/v3/index.json.\n";
    private const string OldSdk = "/sdk/Inference.targets(184,5): error NETSDK1045: The current .NET SDK does not support targeting .NET 99.0. [/clone/sdks/probe/Probe.csproj]\n";

    private const string Gone = "local, because the package feed does not have the published packages: NU1101. Remembered";

    public static TheoryData<string, int, string> Answers { get; } = new()
    {
        { "  Restored /clone/sdks/probe/Probe.csproj (in 1 sec).\n", 0, "nuget, because the published packages can be restored. Remembered" },
        { Advisory, 0, "nuget, because the published packages can be restored. Remembered" },
        { Missing + Missing, 1, Gone },
        { Advisory + Ignored + Missing, 1, Gone },
        { Advisory + Unreachable, 1, "local, because the published packages cannot be restored: NU1301 (Unable to load the service index for source https://127.0.0.1:9/v3/index.json). That is no answer that they are missing" },
        { Missing + Unreachable, 1, "cannot be restored: NU1301 (Unable" },
        { Advisory + OldSdk, 1, "cannot be restored: NETSDK1045 (The current .NET SDK does not support targeting .NET 99.0). That" },
        { "MSBUILD : error MSB1009: Project file does not exist.\nSwitch: Probe.csproj\n", 1, "cannot be restored: MSB1009 (Project file does not exist). That" },
        { "/clone/Probe.csproj : error NU1301: It's \"https://me:word@host/index.json\"; 100% (really).\n", 1, "NU1301 (It's \"https://host/index.json\"; 100% (really)). That" },
        { Advisory, 134, "cannot be restored: exit code 134. That is no answer" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Probe_WithWhatNuGetSays_NamesTheErrorAndChooses(string output, int exitCode, string expected)
    {
        var (said, choice) = (await probes.All.Value)[(output, exitCode)];

        Assert.Contains(expected, said, StringComparison.Ordinal);
        var chosen = expected.StartsWith("nuget", StringComparison.Ordinal) ? "nuget" : "local";
        Assert.Contains($"<PulumiSdk>{chosen}</PulumiSdk>", choice, StringComparison.Ordinal);
    }

    /// <summary>Every case in one run of MSBuild, each with a folder of its own.</summary>
    public sealed class Probes : IDisposable
    {
        private const string Project = """
            <Project>
              <ItemGroup>
                <Case Include="$([System.IO.Directory]::GetDirectories($(MSBuildProjectDirectory)))" />
              </ItemGroup>
              <Target Name="Probe" Outputs="%(Case.Filename)">
                <Message Importance="high" Text="== %(Case.Filename)" />
                <MSBuild Projects="$(Sdks)PulumiSdk.targets" Targets="ChoosePulumiSdk"
                         Properties="PulumiSdksFolder=$(Sdks);PulumiSdkFolder=%(Case.FullPath)/;PulumiSdkChoice=%(Case.FullPath)/choice.props;_ProbeDotnet=%(Case.FullPath)/restore" />
              </Target>
            </Project>
            """;

        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("probe-");

        public Probes() => All = new(Run);

        /// <summary>What the build said and chose, by what NuGet said and its exit code.</summary>
        public Lazy<Task<Dictionary<(string Output, int ExitCode), (string Said, string Choice)>>> All { get; }

        public void Dispose() => folder.Delete(recursive: true);

        private async Task<Dictionary<(string Output, int ExitCode), (string Said, string Choice)>> Run()
        {
            Requires.Packages("a shell", "/bin/sh");
            var cases = Answers.Select(row => row.Data).Select((answer, number) => (Output: answer.Item1, ExitCode: answer.Item2, Folder: folder.CreateSubdirectory($"case{number}"))).ToList();
            foreach (var answer in cases)
            {
                var restore = Path.Combine(answer.Folder.FullName, "restore");
                File.WriteAllText(restore + ".txt", answer.Output);
                File.WriteAllText(restore, $"#!/bin/sh\ncat '{restore}.txt'\nexit {answer.ExitCode}\n");
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(restore, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            var project = Path.Combine(folder.FullName, "Probe.proj");
            File.WriteAllText(project, Project);
            await using var process = RunningProcess.Start(
                ["dotnet", "msbuild", project, "-nologo", "-tl:off", "-v:m", "-nodeReuse:false", $"-p:Sdks={RepositoryFiles.At("sdks")}{Path.DirectorySeparatorChar}"],
                Environment());
            Assert.True(await process.WaitForExit(TimeSpan.FromMinutes(2)) == 0, process.ToString());

            var said = string.Join('\n', process.Output).Split("== ").ToDictionary(part => part.Split('\n')[0], part => part, StringComparer.Ordinal);
            return cases.ToDictionary(
                answer => (answer.Output, answer.ExitCode),
                answer => (said[answer.Folder.Name], File.ReadAllText(Path.Combine(answer.Folder.FullName, "choice.props"))));
        }

        /// <summary>This process's variables, without a choice that was made and those that <c>dotnet test</c> set for itself.</summary>
        private static Dictionary<string, string> Environment() =>
            System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .Where(variable => !((string)variable.Key).StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
                    && !"PulumiSdk".Equals((string)variable.Key, StringComparison.OrdinalIgnoreCase))
                .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!, StringComparer.Ordinal);
    }
}
