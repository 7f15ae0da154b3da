using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>The Lua modules' own tests, run by the interpreter that the image runs its entry point with.</summary>
public sealed class LuaModuleTests
{
    private static readonly string Folder = RepositoryFiles.At("tests", "Images", "Gateway", "Lua");

    public static TheoryData<string> Files { get; } =
        [.. Directory.EnumerateFiles(Folder, "*_test.lua").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task LuaModule_ItsTests_Pass(string file)
    {
        GatewayImage.Require();
        await using var process = RunningProcess.Start(
            ["/usr/bin/luajit", Path.Combine(Folder, "run.lua"), GatewayImage.LuaDirectory, Path.Combine(Folder, file)],
            new Dictionary<string, string>());

        Assert.True(await process.WaitForExit() == 0, process.ToString());
    }
}
