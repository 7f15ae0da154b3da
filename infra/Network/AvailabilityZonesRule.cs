using System.Globalization;
using SecureApi.Configuration;

namespace SecureApi.Network;

/// <summary>The zones exist in the region, and are either named or counted.</summary>
internal sealed class AvailabilityZonesRule : ISettingsRule
{
    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (faults.IsBroken("aws:region")) return;
        var (region, network) = (settings.Region, settings.Network);
        var known = region.ZoneNames;
        var example = $"availabilityZones: [{string.Join(", ", known.Take(3))}]";
        for (var i = 0; i < network.AvailabilityZones.Length; i++)
        {
            if (known.Contains(network.AvailabilityZones[i]) || faults.IsBroken("network", "availabilityZones")) continue;
            faults.Add(
                ["network", "availabilityZones", string.Create(CultureInfo.InvariantCulture, $"[{i}]")],
                $"a zone of {region}: {string.Join(", ", known)}",
                example);
        }

        if (network.AvailabilityZones.IsEmpty && network.AvailabilityZoneCount > known.Length && !faults.IsBroken("network", "availabilityZoneCount"))
        {
            faults.Add(["network", "availabilityZoneCount"], $"at most the zones of {region}: {known.Length}", $"availabilityZoneCount: {known.Length}");
        }

        if (!network.AvailabilityZones.IsEmpty && faults.IsSet("network", "availabilityZoneCount"))
        {
            faults.Add(["network", "availabilityZoneCount"], "not together with availabilityZones: the names say how many", example);
        }
    }
}
