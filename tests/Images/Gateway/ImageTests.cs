using System.Text.RegularExpressions;
using SecureApi.Cli.Local;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>The rules that the gateway's Dockerfile keeps, and what the task definition relies on.</summary>
public sealed partial class ImageTests
{
    private static readonly Dockerfile Image = GatewayImage.Dockerfile;

    [Fact]
    public void Image_Base_IsPinnedAndTheSameAsTheApis()
    {
        Assert.Matches(PinnedDebian(), Image.Value("FROM"));
        Assert.Equal(Dockerfile.Read(RepositoryFiles.At("images", "api", "Dockerfile")).Value("FROM"), Image.Value("FROM"));
    }

    [Fact]
    public void Image_User_IsTheUnprivilegedOne()
    {
        Assert.Equal($"{Unprivileged.UserId}:{Unprivileged.UserId}", Image.Value("USER"));
        Assert.Contains("-perm /6000 -exec chmod a-s", Image.Value("RUN"));
    }

    [Fact]
    public void Image_StartAndHealthCheck_NeedNoShell()
    {
        Assert.All([Image.Value("ENTRYPOINT"), Image.Value("HEALTHCHECK").Split("CMD ")[1]], command => Assert.StartsWith("[", command));
        Assert.Equal("/usr/bin/luajit", Image.Command[0]);
        Assert.EndsWith("\"/usr/local/bin/healthcheck\"]", Image.Value("HEALTHCHECK"));
        Assert.Equal("#!/usr/bin/luajit", File.ReadLines(Path.Combine(Image.Folder, "healthcheck")).First());
    }

    [Fact]
    public void Image_Packages_ComeWithoutRecommendationsAndLeaveNoLists()
    {
        Assert.Contains("--no-install-recommends", Image.Value("RUN"));
        Assert.Contains("rm -rf /var/lib/apt/lists/*", Image.Value("RUN"));
        Assert.Empty(Image.Values("ADD"));
    }

    [Fact]
    public void Image_Files_AreReadableWhateverTheirModesInTheCheckout() =>
        Assert.All(Image.Values("COPY"), copy => Assert.Matches("^--chmod=0(644|755) ", copy));

    [Fact]
    public void Image_Packages_AreThoseThatTheGatewayUses() =>
        Assert.DoesNotMatch("openssl|ca-certificates", Image.Value("RUN"));

    [Fact]
    public void Image_StopSignalAndPort_AreTheTasks()
    {
        Assert.Equal("SIGQUIT", Image.Value("STOPSIGNAL"));
        Assert.Equal("443", Image.Value("EXPOSE"));
    }

    [Fact]
    public void Image_BuildContext_HoldsWhatIsCopiedAndNothingElse()
    {
        var copied = Image.Values("COPY").SelectMany(line => line.Split(' ').Where(word => !word.StartsWith("--", StringComparison.Ordinal)).SkipLast(1));
        var allowed = File.ReadLines(Path.Combine(Image.Folder, ".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]);

        Assert.Equal(copied.Order(StringComparer.Ordinal), allowed.Order(StringComparer.Ordinal));
        Assert.Equal("*", File.ReadLines(Path.Combine(Image.Folder, ".dockerignore")).First());
    }

    [Fact]
    public void Image_NginxTemplate_OpensNoAddressButTheTwo()
    {
        var listens = File.ReadLines(Path.Combine(Image.Folder, "nginx.conf.template")).Select(line => line.Trim())
            .Where(line => line.StartsWith("listen ", StringComparison.Ordinal));

        Assert.Equal(["listen {{listen_address}}:{{port}} ssl backlog=4096;", "listen 127.0.0.1:{{status_port}};"], listens);
    }

    [GeneratedRegex("^debian:bookworm-slim@sha256:[0-9a-f]{64}$")]
    private static partial Regex PinnedDebian();
}
