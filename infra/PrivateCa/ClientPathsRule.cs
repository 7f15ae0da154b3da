using System.Globalization;
using SecureApi.Configuration;
using SecureApi.Ecs;

namespace SecureApi.PrivateCa;

/// <summary>A client's path prefixes lead to a service: a mistyped one would lock the client out.</summary>
internal sealed class ClientPathsRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (faults.IsBroken("services")) return;
        var served = new List<string>();
        foreach (var (_, service) in settings.Services) served.Add(service.PathPrefix);
        foreach (var (name, client) in settings.Mtls.Clients)
        {
            if (faults.IsBroken("mtls", "clients", name, "pathPrefixes")) continue;
            for (var i = 0; i < client.PathPrefixes.Length; i++)
            {
                var path = client.PathPrefixes[i];
                if (served.Exists(prefix => PathPrefixAttribute.Covers(prefix, path) || PathPrefixAttribute.Covers(path, prefix))) continue;
                faults.Add(
                    ["mtls", "clients", name, "pathPrefixes", string.Create(CultureInfo.InvariantCulture, $"[{i}]")],
                    $"a path that a service serves: {string.Join(", ", served)}",
                    $"pathPrefixes: [{served.FirstOrDefault() ?? "/"}]");
            }
        }
    }
}
