namespace SecureApi.Tests.Support;

/// <summary>
/// Runs a command the way the task definitions run the images: user and group 10001, no capability, no way to gain one.
/// A test run that is not root already lacks privileges, so that it starts the command as it is.
/// </summary>
public static class Unprivileged
{
    /// <summary>The user and group id that every image runs under.</summary>
    public const int UserId = 10001;

    /// <summary>The <paramref name="command"/>, preceded by what gives up privileges when there are any.</summary>
    public static IReadOnlyList<string> Command(IEnumerable<string> command) =>
        Environment.IsPrivilegedProcess
            ? ["/usr/bin/setpriv", $"--reuid={UserId}", $"--regid={UserId}", "--clear-groups", "--inh-caps=-all",
                "--bounding-set=-all", "--no-new-privs", .. command]
            : [.. command];
}
