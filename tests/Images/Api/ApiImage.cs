using SecureApi.Cli.Local;
using SecureApi.Tests.Support;

namespace SecureApi.Tests.Images.Api;

/// <summary>The API's image, as its Dockerfile lays it out.</summary>
public static class ApiImage
{
    /// <summary>Debian's packages that the tests of the API need: the image's own and the test tools.</summary>
    public const string Packages = "python3-fastapi python3-uvicorn python3-pytest python3-httpx mypy";

    /// <summary>The interpreter of the image: Debian's, never another one that stands first in the path.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>The container's health check, by its path in the image.</summary>
    public const string HealthCheck = "/usr/local/bin/healthcheck";

    private const string Modules = "/usr/lib/python3/dist-packages/";

    /// <summary>What it is made of.</summary>
    public static Dockerfile Dockerfile { get; } = Dockerfile.Read(RepositoryFiles.At("images", "api", "Dockerfile"));

    private static readonly Lazy<ImageFiles> Copied = new(() => new ImageFiles(Dockerfile));

    /// <summary>Its files, on this machine.</summary>
    public static ImageFiles Files => Copied.Value;

    /// <summary>Skips the test, or fails it in CI, when the machine lacks what the image installs.</summary>
    public static void Require() => Requires.Packages(
        Packages, Python, Modules + "fastapi", Modules + "uvicorn", Modules + "pytest", Modules + "httpx", "/usr/bin/mypy");
}
