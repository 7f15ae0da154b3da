using SecureApi.Tests.Support;

namespace SecureApi.Tests.Gateway.Harness;

/// <summary>
/// The files of the gateway's image, laid out as its Dockerfile copies them and readable by everybody, so that a test
/// starts what ships and notices a file that the Dockerfile forgets.
/// </summary>
public static class GatewayImage
{
    /// <summary>Debian's packages that the tests of the gateway need.</summary>
    public const string Packages =
        "nginx libnginx-mod-http-lua libnginx-mod-http-ndk lua-resty-core lua-cjson luajit2 openssl ca-certificates sslscan";

    private static readonly Lazy<string> Copied = new(Copy);

    public static Dockerfile Dockerfile { get; } = Dockerfile.Read("infra", "images", "gateway", "Dockerfile");

    /// <summary>What the container starts, with this machine's paths of the copied files.</summary>
    public static IReadOnlyList<string> Command => [.. Dockerfile.Command.Select(At)];

    /// <summary>The container's health check, with this machine's path.</summary>
    public static string HealthCheck => At("/usr/local/bin/healthcheck");

    /// <summary>Where the Lua modules are.</summary>
    public static string LuaDirectory => At("/opt/gateway/lua");

    /// <summary>Skips the test, or fails it in CI, when the machine lacks what the image installs.</summary>
    public static void Require() => Requires.Packages(
        Packages, "/usr/sbin/nginx", "/usr/lib/nginx/modules/ngx_http_lua_module.so", "/usr/share/lua/5.1/resty/core.lua",
        "/usr/share/lua/5.1/resty/lrucache.lua", "/usr/bin/luajit", "/usr/bin/openssl", "/usr/bin/sslscan");

    private static string At(string path) =>
        Path.Exists(Copied.Value + path) ? Copied.Value + path : path;

    private static string Copy()
    {
        var root = Directory.CreateTempSubdirectory("gateway-image-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, true);
        var home = Dockerfile.Value("WORKDIR");
        foreach (var line in Dockerfile.Values("COPY"))
        {
            var words = line.Split(' ').Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray();
            foreach (var source in words[..^1])
                CopyTo(Path.Combine(Dockerfile.Folder, source), root + Target(home, words[^1], source));
        }
        MakeReadable(root);
        return root;
    }

    private static string Target(string home, string target, string source)
    {
        var absolute = Path.GetFullPath(target, home);
        return target.EndsWith('/') ? Path.Combine(absolute, source) : absolute;
    }

    private static void CopyTo(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (File.Exists(source))
        {
            File.Copy(source, target);
            return;
        }
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            CopyTo(file, Path.Combine(target, Path.GetRelativePath(source, file)));
    }

    private static void MakeReadable(string root)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Append(root))
            FileMode.Set(entry, FileMode.EverybodyExecutes);
    }
}
