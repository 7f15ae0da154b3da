using Pulumi;

namespace SecureApi.Preview.Recording;

/// <summary>What is known of a resource while the program still runs.</summary>
/// <param name="Resource">The declared object.</param>
/// <param name="Args">Its arguments, not yet resolved.</param>
/// <param name="Options">Its options.</param>
/// <param name="Parent">Its parent's draft; null for the stack.</param>
/// <param name="Urn">The URN that the engine would give.</param>
/// <param name="Order">Its place in the order of declaration.</param>
internal sealed record ResourceDraft(Resource Resource, ResourceArgs Args, ResourceOptions Options, ResourceDraft? Parent, string Urn, int Order)
{
    public string Type { get; } = Resource.GetResourceType();

    public string Name { get; } = Resource.GetResourceName();

    /// <summary>The number of the resource's RSA key in a preview; another for each resource.</summary>
    public int KeyIndex { get; init; }

    public SourcePosition? Source { get; init; }

    public string? Id { get; set; }

    /// <summary>The arguments once the engine would have them; null before.</summary>
    public ResolvedArgs? Resolved { get; set; }

    public RecordedMap? Outputs { get; set; }

    public ResourceDraft? Provider { get; set; }

    public bool Protect => Options.Protect ?? Parent?.Protect ?? false;
}
