using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Sdks.Tests;

/// <summary>The generated classes are what the generator makes today, never edited by hand.</summary>
public sealed class GeneratedCodeTests
{
    [Fact]
    public void Generator_OnTheCheckedInSchemas_GivesTheCheckedInClasses()
    {
        var (exitCode, output) = RunNode("generate.mjs", "--check");

        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData("aws", "Pulumi.Aws")]
    [InlineData("tls", "Pulumi.Tls")]
    public void Schema_Version_IsThatOfTheNuGetPackage(string schema, string package)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(RepositoryFiles.At("sdks", "schema", $"{schema}.json")));
        var versions = XDocument.Load(RepositoryFiles.At("Directory.Packages.props")).Descendants("PackageVersion");

        var expected = versions.Single(version => (string?)version.Attribute("Include") == package).Attribute("Version")?.Value;

        Assert.Equal(expected, document.RootElement.GetProperty("version").GetString());
    }

    private static (int ExitCode, string Output) RunNode(params string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = RepositoryFiles.At("sdks"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Requires.That(false, "Node.js 18 or later", "apt-get install --no-install-recommends nodejs");
            throw;
        }
    }
}
