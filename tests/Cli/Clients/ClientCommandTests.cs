using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.PrivateCa;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Clients;

/// <summary><c>client new</c>, <c>client inspect</c> and <c>client list</c> as a person calls them.</summary>
public sealed class ClientCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("clients-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("rsa3072", "RSA 3072")]
    [InlineData("ecdsa-p256", "ECDSA P-256")]
    public async Task New_EachKey_MakesAPrivateFileAndARequestThatOpenSslVerifies(string key, string description)
    {
        var (code, output, _) = await Run("client", "new", "acme", "--out", folder.FullName, "--key", key);
        Assert.Equal(0, code);
        var file = Path.Combine(folder.FullName, "acme.key");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file));
        Assert.DoesNotContain("PRIVATE KEY", output, StringComparison.Ordinal);
        var request = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "acme.csr"), TestContext.Current.CancellationToken);
        var (verified, text) = await OpenSsl.Run("req -verify -noout -subject -in {0}", request);
        Assert.True(verified == 0 && text.Contains("verify OK", StringComparison.Ordinal) && text.Contains("CN = acme", StringComparison.Ordinal), text);
        var (belongs, key2) = await OpenSsl.Run("pkey -pubout -in {0}", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(0, belongs);
        Assert.Contains(key2, (await OpenSsl.Run("req -pubkey -noout -in {0}", request)).Output, StringComparison.Ordinal);
        Assert.Contains(description, (await Run("client", "inspect", Path.Combine(folder.FullName, "acme.csr"))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_YamlAsPrinted_RegistersTheClient()
    {
        var (_, output, _) = await Run("client", "new", "acme", "--out", folder.FullName);
        var yaml = output[output.IndexOf("  secure-api:mtls:", StringComparison.Ordinal)..];
        Project($"config:\n  aws:region: eu-west-1\n  secure-api:edge: {{domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}}\n  secure-api:services: {{api: {{pathPrefix: /}}}}\n{yaml}");
        Assert.Equal(["acme"], StackFileReader.Load(folder.FullName, "test").Mtls.Clients.Keys);
        var (code, list, _) = await Run("client", "list", "--stack", "test", "--directory", folder.FullName);
        Assert.Equal(0, code);
        Assert.Contains("ECDSA P-256, made by the client", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_FileThatExists_IsNeverOverwritten()
    {
        await Run("client", "new", "acme", "--out", folder.FullName);
        var before = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "acme.key"), TestContext.Current.CancellationToken);
        var (code, _, error) = await Run("client", "new", "acme", "--out", folder.FullName);
        Assert.Equal(1, code);
        Assert.Contains("never overwritten", error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(folder.FullName, "acme.key"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("*.key\n", 0)]
    public async Task New_InsideAGitWorkTree_NeedsARuleThatIgnoresKeys(string ignored, int expected)
    {
        Requires.Packages("git", "/usr/bin/git");
        await using (var git = RunningProcess.Start(["/usr/bin/git", "init", "--quiet", folder.FullName], new Dictionary<string, string> { ["HOME"] = folder.FullName }))
        {
            Assert.Equal(0, await git.WaitForExit());
        }

        await File.WriteAllTextAsync(Path.Combine(folder.FullName, ".gitignore"), ignored, TestContext.Current.CancellationToken);
        var deep = folder.CreateSubdirectory("a").CreateSubdirectory("b").FullName;
        var (code, _, error) = await Run("client", "new", "acme", "--out", deep);
        Assert.Equal(expected, code);
        Assert.Equal(expected == 0, File.Exists(Path.Combine(deep, "acme.key")));
        if (expected != 0) Assert.Contains("a private key must never be committed", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client", "new", "Acme")]
    [InlineData("client", "new", "acme", "--key", "rsa1024")]
    [InlineData("client", "inspect")]
    public async Task Command_CalledWrongly_SaysHowAndEndsWithTwo(params string[] arguments)
    {
        var (code, _, error) = await Run(arguments);
        Assert.Equal(2, code);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task Inspect_EverythingThatAStackIssues_IsExplained()
    {
        var settings = IssuedStack.Settings("acme", "gone");
        var stack = await IssuedStack.Record(settings with
        {
            Mtls = settings.Mtls with { Revocations = [new RevocationConfig { Client = "gone", Date = IssuedStack.Today, Reason = X509RevocationReason.KeyCompromise }] },
        });
        using var gone = stack.Certificate("gone");
        var text = await Inspect(stack.Bundle + stack["acme"] + stack.RevocationLists);
        Assert.Contains("A certificate authority", text, StringComparison.Ordinal);
        Assert.Contains("signing certificates, signing revocation lists", text, StringComparison.Ordinal);
        Assert.Contains("proving who a client is (clientAuth)", text, StringComparison.Ordinal);
        Assert.Contains("364 days left", text, StringComparison.Ordinal);
        Assert.Contains($"{gone.SerialNumber.ToLowerInvariant()}  {IssuedStack.Today:yyyy-MM-dd}  somebody else may have the key", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_PrivateKey_IsNotShown()
    {
        await Run("client", "new", "acme", "--out", folder.FullName);
        var (_, text, _) = await Run("client", "inspect", Path.Combine(folder.FullName, "acme.key"));
        Assert.Contains("not shown", text, StringComparison.Ordinal);
        Assert.DoesNotContain("MIG", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing at all", "holds no PEM text")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", null)]
    public async Task Inspect_WhatIsNone_SaysSo(string content, string? error)
    {
        var file = Path.Combine(folder.FullName, "file.pem");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        var result = await Run("client", "inspect", file);
        if (error is null) Assert.Contains("does not parse", result.Output, StringComparison.Ordinal);
        else Assert.Contains(error, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WithOutputs_TellsSerialExpiryAndState()
    {
        Project("""
            config:
              aws:region: eu-west-1
              secure-api:edge: {domain: api.example.com, hostedZoneId: Z0123456789ABCDEFGHIJ}
              secure-api:services: {api: {pathPrefix: /}}
              secure-api:mtls:
                crl: {number: 1, thisUpdate: 2026-07-25}
                revocations: [{client: gone, date: 2026-07-25}]
                clients:
                  acme: {contact: a@acme.example, generateKey: true, pathPrefixes: [/v1/acme]}
                  gone: {contact: a@gone.example, generateKey: true}
                  new: {contact: a@new.example, generateKey: true}
            """);
        var stack = await IssuedStack.Record(IssuedStack.Settings("acme", "gone", "left"));
        var outputs = Path.Combine(folder.FullName, "outputs.json");
        await File.WriteAllTextAsync(outputs, JsonSerializer.Serialize(new
        {
            clientCertificates = new Dictionary<string, string> { ["acme"] = stack["acme"], ["gone"] = stack["gone"], ["left"] = stack["left"] },
        }), TestContext.Current.CancellationToken);
        var (code, text, _) = await Run("client", "list", "--stack", "test", "--directory", folder.FullName, "--outputs", outputs);
        Assert.Equal(0, code);
        using var acme = stack.Certificate("acme");
        var sheets = text.Split('\n').Aggregate(new List<string>(), (parts, line) =>
        {
            if (line.StartsWith(' ')) parts[^1] += $"\n{line}";
            else if (line.Length > 0) parts.Add(line);
            return parts;
        });
        Assert.Equal(4, sheets.Count);
        Assert.Matches($"^acme\n[^!]*good: 364 days left[^!]*{acme.SerialNumber.ToLowerInvariant()}", sheets[0]);
        Assert.Matches("^gone\n[^!]*State *revoked\n", sheets[1]);
        Assert.Contains("registered, not deployed yet", sheets[2], StringComparison.Ordinal);
        Assert.Contains("no longer registered", sheets[3], StringComparison.Ordinal);
        Assert.Contains("{client: left, serial:", sheets[3], StringComparison.Ordinal);
    }

    private void Project(string stackFile)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "Pulumi.yaml"), "name: secure-api\nruntime: dotnet\n");
        File.WriteAllText(Path.Combine(folder.FullName, "Pulumi.test.yaml"), stackFile);
    }

    private async Task<string> Inspect(string content)
    {
        var file = Path.Combine(folder.FullName, "file.pem");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        return (await Run("client", "inspect", file)).Output;
    }

    private async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, new CommandHost
        {
            Out = output,
            Error = error,
            Directory = folder.FullName,
            ProgramDirectory = RepositoryFiles.Root,
            Variable = _ => null,
            IsTerminal = false,
        });
        return (code, output.ToString(), error.ToString());
    }
}
