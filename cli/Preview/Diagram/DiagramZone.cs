using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Diagram;

/// <summary>An availability zone of the architecture diagram.</summary>
/// <param name="Name">The zone's name.</param>
/// <param name="PublicRange">The addresses of its public subnet.</param>
/// <param name="PrivateRange">The addresses of its private subnet.</param>
/// <param name="HasNat">Whether a NAT gateway stands in it.</param>
internal sealed record DiagramZone(string Name, string PublicRange, string PrivateRange, bool HasNat)
{
    /// <summary>The zones of a stack, by name.</summary>
    public static IEnumerable<DiagramZone> Of(RecordedStack stack, SubnetKinds kinds)
    {
        var withNat = stack.OfType("aws:ec2/natGateway:NatGateway").Select(gateway => gateway.Inputs.Text("subnetId")).ToHashSet();
        foreach (var zone in stack.OfType("aws:ec2/subnet:Subnet").ToLookup(subnet => subnet.Inputs.Shown("availabilityZone") ?? "").OrderBy(zone => zone.Key, StringComparer.Ordinal))
        {
            yield return new(
                zone.Key,
                Range(zone, subnet => kinds.IsPublic(subnet.Id)),
                Range(zone, subnet => !kinds.IsPublic(subnet.Id)),
                zone.Any(subnet => withNat.Contains(subnet.Id)));
        }
    }

    private static string Range(IEnumerable<RecordedResource> subnets, Func<RecordedResource, bool> isMeant) =>
        string.Join(", ", subnets.Where(isMeant).Select(subnet => subnet.Inputs.Shown("cidrBlock")));
}
