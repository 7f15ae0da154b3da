using SecureApi.Configuration;

namespace SecureApi.Ecs;

/// <summary>
/// Every path belongs to one service. A service at <c>/</c> gets what no other serves; apart from it, no prefix lies
/// in another, and <c>/-</c> is the gateway's own.
/// </summary>
internal sealed class ServicePathsRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        var earlier = new List<Route>();
        foreach (var (name, service) in settings.Services)
        {
            string[] path = ["services", name, "pathPrefix"];
            if (faults.IsBroken(path)) continue;
            var prefix = service.PathPrefix;
            if (PathPrefixAttribute.Covers("/-", prefix))
            {
                faults.Add(path, "not below /-, which is the gateway's own", $"pathPrefix: /{name}");
            }
            else if (earlier.Find(other => Overlap(other.Prefix, prefix)) is { } other)
            {
                faults.Add(path, $"a path of its own: {other.Name} serves {other.Prefix}", $"pathPrefix: {Free(name, settings)}");
            }

            earlier.Add(new Route(name, prefix));
        }
    }

    private static bool Overlap(string left, string right) =>
        left == right || (left != "/" && right != "/" && (PathPrefixAttribute.Covers(left, right) || PathPrefixAttribute.Covers(right, left)));

    /// <summary>A prefix that no service has: the example must be valid too.</summary>
    private static string Free(string name, StackConfig settings)
    {
        var prefix = $"/{name}";
        while (settings.Services.Values.Any(service => service.PathPrefix is { } taken && Overlap(taken, prefix))) prefix += "-api";
        return prefix;
    }

    private sealed record Route(string Name, string Prefix);
}
