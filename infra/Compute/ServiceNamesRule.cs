using SecureApi.Configuration;

namespace SecureApi.Compute;

/// <summary>There is a service to reach, and none has the gateway's name.</summary>
internal sealed class ServiceNamesRule : ISettingsRule
{
    private const string Example = "services: {api: {pathPrefix: /}}";

    /// <inheritdoc/>
    public void Check(StackSettings settings, FaultList faults)
    {
        if (settings.Services.IsEmpty && !faults.IsBroken("services")) faults.Add(["services"], "at least one service", Example);
        if (settings.Services.ContainsKey("gateway")) faults.Add(["services", "gateway"], "another name than gateway, which is the gateway's own", Example);
    }
}
