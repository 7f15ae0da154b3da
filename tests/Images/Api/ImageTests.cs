using System.Text.RegularExpressions;
using SecureApi.Cli.Local;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Api;

/// <summary>What the image claims, and the tests in Python that show what ships in it.</summary>
public sealed partial class ImageTests
{
    private static readonly Dockerfile Image = ApiImage.Dockerfile;

    [Fact]
    public async Task Pytest_OnDebiansPackages_Passes()
    {
        ApiImage.Require();

        await using var pytest = Python("-m", "pytest", "-q");

        Assert.True(await pytest.WaitForExit(TimeSpan.FromMinutes(3)) == 0, $"{pytest}");
        Assert.DoesNotContain("skipped", pytest.Output[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Types_CheckedStrictly_AreSound()
    {
        ApiImage.Require();

        // What it found out about unchanged files, the libraries' above all, is kept beside the built tests.
        await using var mypy = Python("-m", "mypy", "--cache-dir", Path.Combine(AppContext.BaseDirectory, "mypy-cache"));

        Assert.True(await mypy.WaitForExit(TimeSpan.FromMinutes(3)) == 0, $"{mypy}");
    }

    [Fact]
    public void Base_IsPinnedByTheDigestThatTheGatewayUses()
    {
        Assert.Matches(PinnedBase(), Image.Value("FROM"));
        Assert.Equal(Dockerfile.Read(RepositoryFiles.At("images", "gateway", "Dockerfile")).Value("FROM"), Image.Value("FROM"));
    }

    [Fact]
    public void User_IsTheOneWithoutPrivileges()
    {
        Assert.Equal($"{Unprivileged.UserId}:{Unprivileged.UserId}", Image.Value("USER"));
        Assert.Equal("SIGTERM", Image.Value("STOPSIGNAL"));
        Assert.Contains(ApiImage.HealthCheck, Image.Value("HEALTHCHECK"), StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_AreDebiansAndAmongThoseThatTheTestsRunOn()
    {
        var commands = Image.Values("RUN");
        var installed = InstalledPackages().Match(commands[0]).Groups["packages"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.NotEmpty(installed);
        Assert.Subset(ApiImage.Packages.Split(' ').ToHashSet(StringComparer.Ordinal), installed.ToHashSet(StringComparer.Ordinal));
        Assert.DoesNotContain(commands, command => command.Contains("pip", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_OfTheServiceAreAllInTheImageAndNoOthers()
    {
        var copied = Directory.EnumerateFiles(ApiImage.Files.WorkingDirectory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(ApiImage.Files.WorkingDirectory, file));
        var source = Path.Combine(Image.Folder, "secure_api");
        var expected = Directory.EnumerateFiles(source, "*.py", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Image.Folder, file));

        Assert.Equal(expected.Order(StringComparer.Ordinal), copied.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void BuildContext_HoldsWhatIsCopiedAndNothingElse()
    {
        var copied = Image.Values("COPY").Select(line => line.Split(' ')[^2]);
        var rules = File.ReadAllLines(Path.Combine(Image.Folder, ".dockerignore"));

        Assert.Equal("*", rules[0]);
        Assert.Equal(copied.Order(StringComparer.Ordinal), rules.Where(rule => rule[0] == '!').Select(rule => rule[1..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void KeepAlive_IsLongerThanTheGatewaysSoThatTheGatewayCloses()
    {
        var template = File.ReadAllText(RepositoryFiles.At("images", "gateway", "nginx.conf.template"));
        var upstream = UpstreamKeepAlive().Match(template);
        var service = ServiceKeepAlive().Match(File.ReadAllText(Path.Combine(Image.Folder, "secure_api", "server", "run.py")));

        Assert.True(upstream.Success && service.Success, "The keep-alive times are not where this test looks for them.");
        Assert.True(int.Parse(service.Groups[1].ValueSpan) >= int.Parse(upstream.Groups[1].ValueSpan) + 5);
    }

    private static RunningProcess Python(params string[] arguments) => RunningProcess.Start(
        [ApiImage.Python, .. arguments],
        new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["PYTHONDONTWRITEBYTECODE"] = "1", ["LANG"] = "C.UTF-8" },
        Image.Folder);

    [GeneratedRegex("^debian:bookworm-slim@sha256:[0-9a-f]{64}$")]
    private static partial Regex PinnedBase();

    [GeneratedRegex("--no-install-recommends (?<packages>[a-z0-9 -]+?) *&&")]
    private static partial Regex InstalledPackages();

    [GeneratedRegex(@"upstream \{\{name\}\} \{.*?\bkeepalive_timeout (\d+)s;", RegexOptions.Singleline)]
    private static partial Regex UpstreamKeepAlive();

    [GeneratedRegex(@"^KEEP_ALIVE_SECONDS = (\d+)$", RegexOptions.Multiline)]
    private static partial Regex ServiceKeepAlive();
}
