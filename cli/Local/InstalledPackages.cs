using SecureApi.Cli.Commands;

namespace SecureApi.Cli.Local;

/// <summary>What a run without containers needs from the machine: the packages that the images install.</summary>
internal static class InstalledPackages
{
    /// <summary>The command that installs all of them on Debian and Ubuntu.</summary>
    public const string Install = "sudo apt-get install --no-install-recommends nginx libnginx-mod-http-lua libnginx-mod-http-ndk "
        + "lua-resty-core lua-cjson luajit2 openssl ca-certificates python3-fastapi python3-uvicorn";

    // A file of each package that nothing runs without.
    private static readonly string[] Files =
    [
        "/usr/sbin/nginx",
        "/usr/lib/nginx/modules/ndk_http_module.so",
        "/usr/lib/nginx/modules/ngx_http_lua_module.so",
        "/usr/share/lua/5.1/resty/core.lua",
        "/usr/share/lua/5.1/resty/lrucache.lua",
        "/usr/bin/luajit",
        "/usr/bin/python3",
        "/usr/lib/python3/dist-packages/fastapi",
        "/usr/lib/python3/dist-packages/uvicorn",
        "/usr/bin/setpriv",
        "/usr/bin/setsid",
    ];

    /// <summary>Passes when everything is there.</summary>
    /// <param name="exists">Whether the machine has a path.</param>
    /// <exception cref="CommandException">Something is missing.</exception>
    public static void Require(Func<string, bool> exists)
    {
        if (Files.Where(file => !exists(file)).ToList() is not { Count: > 0 } missing) return;
        throw new CommandException(
            $"""
            A run with installed packages needs what this machine does not have: {string.Join(", ", missing)}
            On Debian or Ubuntu, install it with:
              {Install}
            Elsewhere install Docker with Compose, which this command prefers where it exists.
            """);
    }
}
