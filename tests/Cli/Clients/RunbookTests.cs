using System.Text.Json;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Clients;

/// <summary>The runbooks, tried as written as far as that goes without an account: their commands run, their settings are read.</summary>
public sealed class RunbookTests : IDisposable
{
    private const string Program = "dotnet run --project cli -- ";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("runbook-");

    public static TheoryData<string> Runbooks => [.. Names];

    private static IEnumerable<string> Names => ["onboard-partner", "renew", "revoke", "rotate-ca", "lost-ca-key"];

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Runbooks))]
    public async Task Commands_InTheOrderOfTheRunbook_Succeed(string runbook)
    {
        await Prepare();
        var lines = Blocks(runbook, "sh").SelectMany(block => block.Split('\n')).ToList();
        Assert.Contains(lines, line => line.StartsWith(Program, StringComparison.Ordinal));
        foreach (var line in lines)
        {
            // Builds the program of a commit: DiffCommandTests do that.
            if (line.StartsWith($"{Program}diff --base", StringComparison.Ordinal)) continue;
            if (line.StartsWith(Program, StringComparison.Ordinal)) await RunProgram(line[Program.Length..].Split(' '));
            else if (line.StartsWith("openssl ", StringComparison.Ordinal)) await RunOpenSsl(line.Split(' ')[1..]);
        }
    }

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Settings_InARunbook_AreValidForTheProductionStack(string runbook)
    {
        foreach (var block in Blocks(runbook, "yaml"))
        {
            File.Copy(RepositoryFiles.At("Pulumi.yaml"), Path.Combine(folder.FullName, "Pulumi.yaml"), overwrite: true);
            File.WriteAllText(Path.Combine(folder.FullName, "Pulumi.test.yaml"), $$$"""
                config:
                  aws:region: eu-west-1
                  secure-api:edge: {domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}
                  secure-api:services: {api: {pathPrefix: /}}
                  {{{block.Replace("\n", "\n  ", StringComparison.Ordinal)}}}
                """);
            Assert.NotNull(StackFileReader.Load(folder.FullName, "test"));
        }
    }

    // A copy of the project's settings, and the files that a person would have at hand.
    private async Task Prepare()
    {
        foreach (var file in new[] { "Pulumi.yaml", "Pulumi.prod.yaml" }) File.Copy(RepositoryFiles.At(file), Path.Combine(folder.FullName, file));
        var outputs = (await StackMatrix.Record(StackMatrix.Prod)).Outputs;
        var certificate = outputs.Map("clientCertificates").Text("acme")!;
        Write("outputs.json", JsonSerializer.Serialize(new { clientCertificates = new { acme = certificate } }));
        Write("acme.pem", certificate);
        Write("lists.pem", outputs.Text("revocationLists")!);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);

    private async Task RunProgram(string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, new CommandHost
        {
            Out = output,
            Error = error,
            Directory = folder.FullName,
            ProgramDirectory = folder.FullName,
            Variable = _ => null,
            IsTerminal = false,
        });
        Assert.True(code == 0, $"{string.Join(' ', arguments)}\n{error}");
    }

    private async Task RunOpenSsl(string[] arguments)
    {
        Requires.Packages("openssl", "/usr/bin/openssl");
        await using var process = RunningProcess.Start(["/usr/bin/openssl", .. arguments], new Dictionary<string, string>(), folder.FullName);
        Assert.True(await process.WaitForExit() == 0, $"{process}");
    }

    private static IEnumerable<string> Blocks(string runbook, string language) => File
        .ReadAllText(RepositoryFiles.At("docs", "runbooks", $"{runbook}.md"))
        .Split($"```{language}\n").Skip(1)
        .Select(part => part[..part.IndexOf("\n```", StringComparison.Ordinal)]);
}
