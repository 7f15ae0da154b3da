using System.Text.Json.Nodes;
using SecureApi.Cli.Commands;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Audit;

public sealed class CommandTests
{
    private const string Day = "2026-11-21";

    [Theory]
    [InlineData("prod")]
    [InlineData("dev")]
    public async Task Audit_OfThisRepository_ExitsWithZero(string stack)
    {
        var (code, output, error) = await Run("audit", "--stack", stack, "--date", Day);

        Assert.True(code == 0, output + error);
        Assert.Contains("0 findings", output, StringComparison.Ordinal);
        Assert.Contains("Who can reach what", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_AfterTheSuppressionsExpired_ExitsWithOne()
    {
        var (code, output, _) = await Run("audit", "--date", "2099-01-01");

        Assert.Equal(1, code);
        Assert.Contains("suppression-expired", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--format", "xml")]
    [InlineData("--date", "21.11.2026")]
    [InlineData("--nonsense", "x")]
    public async Task Audit_CalledWrongly_ExitsWithTwo(string option, string value)
    {
        var (code, output, error) = await Run("audit", option, value);

        Assert.Equal(2, code);
        Assert.Contains(value == "x" ? option : value, output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_OfAnUnknownStack_ExitsWithOneAndSaysWhich()
    {
        var (code, _, error) = await Run("audit", "--stack", "prd", "--date", Day);

        Assert.Equal(1, code);
        Assert.Contains("prod", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "{")]
    [InlineData("sarif", "{")]
    [InlineData("markdown", "# Audit of")]
    [InlineData("text", "Audit of")]
    public async Task Audit_WithOutput_WritesTheFormatToTheFile(string format, string start)
    {
        var file = Path.Combine(Path.GetTempPath(), $"audit-{Guid.NewGuid():n}");
        try
        {
            var (code, output, error) = await Run("audit", "--date", Day, "--format", format, "--output", file);

            Assert.True(code == 0, output + error);
            Assert.StartsWith(start, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Contains($"Wrote {file}", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Audit_OfTheFirstDeployment_Passes()
    {
        var (code, output, error) = await Run("audit", "--bootstrap", "--date", Day, "--format", "json");

        Assert.True(code == 0, output + error);
        var flows = JsonNode.Parse(output)!["reachability"]!["flows"]!.AsArray();
        Assert.Contains(flows, flow => flow!["state"]!.GetValue<string>() == "idle");
        Assert.DoesNotContain(flows, flow => flow!["state"]!.GetValue<string>() == "broken");
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, new CommandHost
        {
            Out = output,
            Error = error,
            Directory = RepositoryFiles.Root,
            ProgramDirectory = AppContext.BaseDirectory,
            Variable = _ => null,
            IsTerminal = false,
        });
        return (code, output.ToString(), error.ToString());
    }
}
