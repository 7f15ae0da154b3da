using System.Collections;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Sdks.Tests;

/// <summary>
/// A project that uses the local SDKs references what they built, not their projects: its build has to notice by itself that they
/// are out of date. Shown with the repository's own build files, and an SDK of one class.
/// </summary>
public sealed class LocalSdkBuildTests : IDisposable
{
    private readonly DirectoryInfo clone = Directory.CreateTempSubdirectory("local-sdk-");

    public LocalSdkBuildTests()
    {
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"]) Copy(file);
        foreach (var path in Directory.EnumerateFiles(RepositoryFiles.At("sdks"), "*.props")) Copy("sdks", Path.GetFileName(path));
        foreach (var path in Directory.EnumerateFiles(RepositoryFiles.At("sdks"), "*.targets")) Copy("sdks", Path.GetFileName(path));
        Copy("sdks", "Pulumi", "Pulumi.csproj");

        Write("sdks/Pulumi/Core.cs", Class("Core", "\"first\""));
        Write("app/App.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Pulumi" />
              </ItemGroup>
            </Project>
            """);
        Write("app/Program.cs",
            """Console.WriteLine(Pulumi.Core.Text() + " with " + typeof(Pulumi.Core).Assembly.GetExportedTypes().Length);""");
    }

    public void Dispose() => clone.Delete(recursive: true);

    [Fact]
    public async Task Build_AfterChangesOfALocalSdk_BuildsItAgainAndOnlyThen()
    {
        Assert.Contains("Pulumi ->", await Build(), StringComparison.Ordinal);
        Assert.Equal("first with 1", await Run());

        Assert.DoesNotContain("Pulumi", await Build(), StringComparison.Ordinal);

        Write("sdks/Pulumi/Core.cs", Class("Core", "\"second\""));
        Write("sdks/Pulumi/Other.cs", Class("Other", "\"other\""));
        await Build();
        Assert.Equal("second with 2", await Run());

        File.Delete(Path.Combine(clone.FullName, "sdks/Pulumi/Other.cs"));
        await Build();
        Assert.Equal("second with 1", await Run());
    }

    private static string Class(string name, string text) =>
        $$"""
        namespace Pulumi
        {
            /// <summary>A class of an SDK.</summary>
            public static class {{name}}
            {
                /// <summary>A text.</summary>
                public static string Text() => {{text}};
            }
        }
        """;

    private void Copy(params string[] segments)
    {
        var target = Path.Combine([clone.FullName, .. segments]);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(RepositoryFiles.At(segments), target);
    }

    private void Write(string path, string text)
    {
        var target = Path.Combine(clone.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, text);
    }

    /// <summary>Builds the app, as from a shell, and gives what the build printed.</summary>
    private Task<string> Build() => Dotnet("build", "app", "-v:m", "-nologo", "-tl:off", "-nodeReuse:false");

    /// <summary>Runs what was built, and gives what it printed.</summary>
    private Task<string> Run() => Dotnet(Directory.GetFiles(Path.Combine(clone.FullName, "app", "bin"), "App.dll", SearchOption.AllDirectories).Single());

    private async Task<string> Dotnet(params string[] arguments)
    {
        await using var process = RunningProcess.Start(["dotnet", .. arguments], Environment(), clone.FullName);
        var code = await process.WaitForExit(TimeSpan.FromMinutes(3));
        Assert.True(code == 0, process.ToString());
        return string.Join('\n', process.Output);
    }

    /// <summary>This process's variables, without those that <c>dotnet test</c> set for itself.</summary>
    private static Dictionary<string, string> Environment()
    {
        var variables = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => !((string)variable.Key).StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(variable => (string)variable.Key, variable => (string)variable.Value!, StringComparer.Ordinal);
        variables["PulumiSdk"] = "local";
        return variables;
    }
}
