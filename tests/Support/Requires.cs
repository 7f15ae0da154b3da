using Xunit;

namespace SecureApi.Tests.Support;

/// <summary>
/// What a test needs from the machine. On a developer's machine a missing tool skips the test and names the command
/// that installs it; where the variable <c>CI</c> is <c>true</c> it fails the test, so that a broken build machine
/// cannot pass for a good one.
/// </summary>
public static class Requires
{
    /// <summary>Goes on when <paramref name="present"/>; else skips or fails with <paramref name="install"/>.</summary>
    /// <param name="present">Whether the machine has it.</param>
    /// <param name="what">The missing thing, as a noun.</param>
    /// <param name="install">The command that mends it.</param>
    public static void That(bool present, string what, string install)
    {
        if (present) return;
        var message = $"{what} is missing here. Install it with: {install}";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(message);
        Assert.Skip(message);
    }

    /// <summary>Goes on when every path exists; else skips or fails, naming Debian's <paramref name="packages"/>.</summary>
    public static void Packages(string packages, params string[] paths)
    {
        var missing = Array.Find(paths, path => !Path.Exists(path));
        That(missing is null, missing ?? packages, $"apt-get install --no-install-recommends {packages}");
    }
}
