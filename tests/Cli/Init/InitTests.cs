using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Cli.Init;
using SecureApi.Configuration;
using SecureApi.Tests.Cli.Preview;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Init;

/// <summary>The sample of this repository, made a stack of one's own.</summary>
public sealed class InitTests : IDisposable
{
    private static readonly string[] Options =
    [
        "--domain", "api.acme.dev", "--hosted-zone-id", "Z0ABCDEFGHIJKLMNOPQR", "--region", "eu-central-1", "--organization", "Acme: Partner's",
        "--country", "DE", "--emails", "oncall@acme.dev, sre@acme.dev", "--repository", "acme/secure-api",
    ];

    private readonly TemporaryFolder folder = new();

    public InitTests()
    {
        File.Copy(RepositoryFiles.At("Pulumi.yaml"), folder.File("Pulumi.yaml"));
        File.Copy(RepositoryFiles.At("Pulumi.prod.yaml"), folder.File("Pulumi.prod.yaml"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Init_WithOptions_MakesSettingsThatADeploymentTakes()
    {
        await Run(Options);

        var settings = StackConfiguration.FromEngine(StackFileReader.Read(folder.Path, "prod"), new DayOfTheTest());
        Assert.Equal("api.acme.dev", settings.Edge.Domain);
        Assert.Equal("Z0ABCDEFGHIJKLMNOPQR", settings.Edge.HostedZoneId);
        Assert.Equal("eu-central-1", settings.Region.Name);
        Assert.Equal(["eu-central-1a", "eu-central-1b", "eu-central-1c"], settings.Network.AvailabilityZones);
        Assert.Equal(("Acme: Partner's", "DE"), (settings.Mtls.Ca.Organization, settings.Mtls.Ca.Country));
        Assert.Equal(["smoke-test"], settings.Mtls.Clients.Keys);
        Assert.Equal("oncall@acme.dev", settings.Mtls.Clients["smoke-test"].Contact);
        Assert.Equal(["oncall@acme.dev", "sre@acme.dev"], settings.Alarms.Emails);
        Assert.Equal("acme/secure-api", settings.Github.Repository);
        Assert.Equal(new DateOnly(2026, 3, 4), settings.Mtls.Crl!.ThisUpdate);
    }

    [Fact]
    public async Task Init_OfTheSample_KeepsEveryOtherLineAndComment()
    {
        var before = File.ReadAllLines(folder.File("Pulumi.prod.yaml"));
        await Run(Options);
        var after = File.ReadAllLines(folder.File("Pulumi.prod.yaml"));

        string[] values = ["aws:region:", "availabilityZones:", "domain:", "hostedZoneId:", "organization:", "country:", "contact:", "emails:", "crl:", "secure-api:github:"];
        bool IsValue(string line) => values.Any(value => line.TrimStart().StartsWith(value, StringComparison.Ordinal));
        var client = before.SkipWhile(line => !line.Contains("# A partner makes the key", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0).ToList();
        Assert.Contains(client, line => line.Contains("-----END", StringComparison.Ordinal));
        Assert.Equal(before.Except(client).Where(line => !IsValue(line)), after.Where(line => !IsValue(line)).Distinct().Intersect(before));
        Assert.Empty(after.Where(line => !IsValue(line)).Except(before));
    }

    [Fact]
    public async Task Init_Twice_ChangesNothingMore()
    {
        await Run(Options);
        var once = File.ReadAllText(folder.File("Pulumi.prod.yaml"));
        await Run(Options);
        Assert.Equal(once, File.ReadAllText(folder.File("Pulumi.prod.yaml")));
    }

    [Fact]
    public async Task Init_WithAPersonAtTheTerminal_AsksForWhatIsNotGiven()
    {
        var host = new TestHost(folder.Path).Asking("  ", "api.acme.dev", "Z0ABCDEFGHIJKLMNOPQR", "Acme Ltd", "", "oncall@acme.dev", "", "");

        Assert.True(await host.RunAsync("init", "--region", "eu-west-1") == 0, host.Errors);

        var settings = StackFileReader.Load(folder.Path, "prod");
        Assert.Equal(("api.acme.dev", "Acme Ltd", null, null), (settings.Edge.Domain, settings.Mtls.Ca.Organization, settings.Mtls.Ca.Country, settings.Github.Repository));
        Assert.DoesNotContain("The AWS region", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_WithoutATerminal_NamesEveryMissingOption()
    {
        var host = new TestHost(folder.Path);

        Assert.Equal(1, await host.RunAsync("init", "--region", "eu-west-1"));

        Assert.All((string[])["--domain", "--hosted-zone-id", "--organization", "--emails"], option => Assert.Contains(option, host.Errors, StringComparison.Ordinal));
        Assert.DoesNotContain("--repository", host.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("--region", host.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_WithValuesThatADeploymentRefuses_NamesThemAllAndChangesNothing()
    {
        var before = File.ReadAllText(folder.File("Pulumi.prod.yaml"));
        var host = new TestHost(folder.Path);

        var code = await host.RunAsync([
            "init", "--domain", "api.example.com", "--hosted-zone-id", "zone", "--region", "eu-west-1", "--organization", "Acme", "--emails", "oncall"]);

        Assert.Equal(1, code);
        Assert.All((string[])["edge.domain", "edge.hostedZoneId", "alarms.emails"], key => Assert.Contains(key, host.Errors, StringComparison.Ordinal));
        Assert.DoesNotContain("secure-api-init-", host.Errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(folder.File("Pulumi.prod.yaml")));
    }

    /// <summary>As after <c>pulumi new</c>, which gives the project a name of its own.</summary>
    [Fact]
    public async Task Init_OfAProjectOfAnotherName_GivesTheKeysItsName()
    {
        folder.Write("Pulumi.yaml", File.ReadAllText(folder.File("Pulumi.yaml")).Replace("name: secure-api", "name: partner-api", StringComparison.Ordinal));

        await Run(Options);

        Assert.Equal("api.acme.dev", StackFileReader.Load(folder.Path, "prod").Edge.Domain);
        Assert.DoesNotContain("secure-api:", File.ReadAllText(folder.File("Pulumi.prod.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_AtItsEnd_ListsTheCommandsWithTheValues()
    {
        var host = await Run(Options);
        Assert.Contains("pulumi stack init prod --secrets-provider \"awskms:///$key?region=eu-central-1\"", host.Output, StringComparison.Ordinal);
        Assert.Contains("gh variable set AWS_REGION --repo acme/secure-api --body eu-central-1", host.Output, StringComparison.Ordinal);
        Assert.Contains("aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithoutAnyTool_SaysWhatIsMissingAndEndsWithOne()
    {
        await Run(Options);
        var host = new TestHost(folder.Path, variables: ("PATH", folder.Path));

        Assert.Equal(1, await host.RunAsync("init", "--check"));

        Assert.Contains("pulumi is not installed", host.Output, StringComparison.Ordinal);
        Assert.Contains("no digest for gateway, api", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("  done  ", host.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ns-1.awsdns-1.org.", "[\"eu\"]", "done     3. The delegation")]
    [InlineData("ns1.parking.example.", "[]", "to do    3. The delegation")]
    [InlineData("", "[]", "nobody names servers for api.acme.dev.")]
    public async Task Check_OfTheDelegation_ComparesTheParentWithTheZone(string served, string addresses, string said)
    {
        await Run(Options);
        Stand("dig", $"echo '{served}'");
        var used = addresses == "[]" ? 3 : 1;
        Stand("aws", $$$"""
            case "$*" in
              *get-hosted-zone*) echo '{"HostedZone": {"Name": "api.acme.dev."}, "DelegationSet": {"NameServers": ["ns-1.awsdns-1.org"]}}' ;;
              *AWSServiceRoleForECS*) echo 'An error occurred (NoSuchEntity)' >&2; exit 254 ;;
              *get-role*) echo '{}' ;;
              *get-service-quota*) echo '{"Quota": {"Value": 5.0}}' ;;
              *describe-addresses*) echo '{{{used}}}' ;;
            esac
            """);
        var host = new TestHost(folder.Path, variables: ("PATH", folder.Path));

        Assert.Equal(1, await host.RunAsync("init", "--check"));

        Assert.Contains(said, host.Output, StringComparison.Ordinal);
        Assert.Contains("without AWSServiceRoleForECS\n", host.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(addresses == "[]" ? "2 are free, 3 are needed" : "done     5. A quota", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OfPulumiAndGitHub_TicksOffWhatIsThere()
    {
        await Run(Options);
        Stand("pulumi", """
            case "$*" in
              whoami*) echo '{"user": "root", "url": "s3://state"}' ;;
              'stack ls'*) echo '[{"name": "organization/secure-api/prod"}]' ;;
              *) echo '{"url": "https://api.acme.dev"}' ;;
            esac
            """);
        Stand("gh", """
            case "$*" in
              variable*) echo '[{"name": "PULUMI_BACKEND_URL"}, {"name": "AWS_REGION"}]' ;;
              label*) echo '[{"name": "bug"}, {"name": "allow-replace:ca"}]' ;;
              *) echo 'HTTP 403: no rights' >&2; exit 1 ;;
            esac
            """);
        var host = new TestHost(folder.Path, variables: ("PATH", folder.Path));

        await host.RunAsync("init", "--check");

        var lines = host.Output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(4, lines.Count(line => line.StartsWith("  done  ", StringComparison.Ordinal) && !line.Contains("quota", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("to do", StringComparison.Ordinal) && line.EndsWith("without AWS_PREVIEW_ROLE", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("unknown", StringComparison.Ordinal) && line.EndsWith("gh: HTTP 403: no rights", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a: 1 # one\nb: {c: [x, y]} # two\n", "2", "a", "a: 2 # one\nb: {c: [x, y]} # two\n")]
    [InlineData("a: 1\nb: {c: [x, y]} # two\n", "[z]", "b/c", "a: 1\nb: {c: [z]} # two\n")]
    [InlineData("a:\n  - x\n  - y # last\n# next\nb: 1\n", "[z]", "a", "a:\n  [z] # last\n# next\nb: 1\n")]
    [InlineData("a:\n  b: 1\n\n# next\nc: 2", "3", "a/d", "a:\n  b: 1\n  d: 3\n\n# next\nc: 2")]
    [InlineData("a:\n  b: |\n    text\n\n# next\nc: 2\n", "3", "a/d", "a:\n  b: |\n    text\n  d: 3\n\n# next\nc: 2\n")]
    [InlineData("a:\n  b: 1", "2", "a/c", "a:\n  b: 1\n  c: 2\n")]
    public void Edit_OfOneValue_LeavesTheRest(string text, string value, string path, string expected)
    {
        var edit = new YamlEdit(text);
        edit.Set(value, path.Split('/'));
        Assert.Equal(expected, edit.Text);
    }

    private async Task<TestHost> Run(params string[] options)
    {
        var host = new TestHost(folder.Path);
        Assert.True(await host.RunAsync(["init", .. options]) == 0, host.Errors);
        return host;
    }

    private void Stand(string command, string body)
    {
        Requires.Packages("bash", "/usr/bin/bash");
        folder.Write(command, $"#!/usr/bin/bash\n{body}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.File(command), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private sealed class DayOfTheTest : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 5, 0, 0, 0, TimeSpan.Zero);
    }
}
