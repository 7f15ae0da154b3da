using System.Net;
using System.Net.Sockets;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Local;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Local;

public sealed class FaultTests
{
    [Theory]
    [InlineData(0, "load balancer")]
    [InlineData(1, "gateway")]
    [InlineData(2, "gateway's status")]
    [InlineData(3, "service api")]
    public async Task Run_OnAPortInUse_SaysWhichAndForWhom(int offset, string user)
    {
        LocalSession.Require();
        var port = FreePort.Following(4);
        using var other = new TcpListener(IPAddress.Loopback, port + offset);
        other.Start();

        await Fails(["local", "--with", "packages"], 1,
            $"Port {port + offset} on 127.0.0.1, for the {user}, cannot be used: another program listens there. Choose other ports with --port", port: port);
    }

    [Fact]
    public Task Run_OfAnUnknownStack_NamesThoseThatThereAre() => Fails(["local", "--stack", "nowhere"], 1, "dev, prod");

    [Fact]
    public Task Run_WithComposeWhereThereIsNoDocker_SaysWhatToDo() => Fails(["local", "--with", "compose"], 1, "--with packages", _ => "/nowhere");

    [Theory]
    [InlineData("--with", "podman")]
    [InlineData("--write-only", "--with", "packages")]
    public Task Run_CalledWrong_IsAUsageError(params string[] arguments) => Fails(["local", .. arguments], 2, "");

    [Fact]
    public void Packages_OfWhichOneIsMissing_AreNamedWithTheInstallCommand()
    {
        var missing = Assert.Throws<UserException>(() => InstalledPackages.Require(path => path != "/usr/lib/nginx/modules/ngx_http_lua_module.so"));

        Assert.Contains("does not have: /usr/lib/nginx/modules/ngx_http_lua_module.so\n", missing.Message);
        Assert.Contains("  sudo apt-get install --no-install-recommends nginx ", missing.Message);
        InstalledPackages.Require(_ => true);
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("api")]
    public void Packages_ToInstall_AreThoseOfTheImages(string image)
    {
        var words = Dockerfile.Read(RepositoryFiles.At("images", image, "Dockerfile")).Values("RUN")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var installed = words.SkipWhile(word => word != "--no-install-recommends").Skip(1).TakeWhile(word => word != "&&");

        Assert.Subset(InstalledPackages.Install.Split(' ').ToHashSet(), installed.ToHashSet());
    }

    [Fact]
    public void Folder_WithFilesOfOthers_IsLeftAlone()
    {
        var folder = Directory.CreateTempSubdirectory("local-");
        var file = Path.Combine(folder.FullName, "thesis.txt");
        File.WriteAllText(file, "years of work");

        Assert.Contains("this command did not make it", Assert.Throws<UserException>(() => RunFolder.Open(folder.FullName)).Message);
        Assert.True(File.Exists(file));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Folder_OfARunThatGoesOn_IsNotTaken()
    {
        var folder = Directory.CreateTempSubdirectory("local-");
        using (RunFolder.Open(folder.FullName))
            Assert.StartsWith("Another run uses ", Assert.Throws<UserException>(() => RunFolder.Open(folder.FullName)).Message);
        using (RunFolder.Open(folder.FullName)) Assert.True(File.Exists(Path.Combine(folder.FullName, ".gitignore")));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/tmp/my project")]
    [InlineData("/tmp/a;b")]
    public void Folder_ThatNginxCannotName_IsRefused(string path) =>
        Assert.Contains("--out DIR", Assert.Throws<UserException>(() => PackagedChildren.RequirePath(path)).Message);

    private static async Task Fails(string[] arguments, int code, string message, Func<string, string?>? variable = null, int? port = null)
    {
        await using var session = LocalSession.Launch(arguments, variable, port);

        Assert.Equal(code, await session.Ended());
        Assert.Contains(message, session.Errors);
        Assert.DoesNotContain("   at ", session.Errors);
        Assert.False(Directory.Exists(session.Folder));
    }
}
