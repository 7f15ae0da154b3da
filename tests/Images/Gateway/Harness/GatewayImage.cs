using SecureApi.Cli.Local;
using SecureApi.Tests.Support;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>What the gateway's image holds and starts.</summary>
public static class GatewayImage
{
    /// <summary>Debian's packages that the tests of the gateway need.</summary>
    public const string Packages =
        "nginx libnginx-mod-http-lua libnginx-mod-http-ndk lua-resty-core lua-cjson luajit2 openssl ca-certificates sslscan";

    public static Dockerfile Dockerfile { get; } = Dockerfile.Read(RepositoryFiles.At("images", "gateway", "Dockerfile"));

    private static readonly Lazy<ImageFiles> Files = new(() => new ImageFiles(Dockerfile));

    /// <summary>What the container starts, with this machine's paths of the copied files.</summary>
    public static IReadOnlyList<string> Command => [.. Dockerfile.Command.Select(Files.Value.At)];

    /// <summary>The container's health check, with this machine's path.</summary>
    public static string HealthCheck => Files.Value.At("/usr/local/bin/healthcheck");

    /// <summary>Where the Lua modules are.</summary>
    public static string LuaDirectory => Files.Value.At("/opt/gateway/lua");

    /// <summary>Skips the test, or fails it in CI, when the machine lacks what the image installs.</summary>
    public static void Require() => Requires.Packages(
        Packages, "/usr/sbin/nginx", "/usr/lib/nginx/modules/ngx_http_lua_module.so", "/usr/share/lua/5.1/resty/core.lua",
        "/usr/share/lua/5.1/resty/lrucache.lua", "/usr/bin/luajit", "/usr/bin/openssl", "/usr/bin/sslscan");
}
