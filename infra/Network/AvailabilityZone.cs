namespace SecureApi.Network;

/// <summary>An availability zone and its fixed place in the address plan.</summary>
/// <param name="Name">The zone's name: <c>eu-west-1a</c>.</param>
/// <param name="Slot">0 for letter a to 7 for letter h. It depends on the name alone, so that no other zone moves when one is added or removed.</param>
public sealed record AvailabilityZone(string Name, int Slot);
