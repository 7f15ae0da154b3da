using Pulumi;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>What is known of a resource while the program still runs.</summary>
/// <param name="resource">The declared object.</param>
/// <param name="args">Its arguments, not yet resolved.</param>
/// <param name="options">Its options.</param>
/// <param name="parent">Its parent's draft; null for the stack.</param>
/// <param name="urn">The URN that the engine would give.</param>
/// <param name="order">Its place in the order of declaration.</param>
internal sealed class ResourceDraft(Resource resource, ResourceArgs args, ResourceOptions options, ResourceDraft? parent, string urn, int order)
{
    public Resource Resource { get; } = resource;

    public ResourceArgs Args { get; } = args;

    public ResourceOptions Options { get; } = options;

    public ResourceDraft? Parent { get; } = parent;

    public string Urn { get; } = urn;

    public int Order { get; } = order;

    public string Type { get; } = resource.GetResourceType();

    public string Name { get; } = resource.GetResourceName();

    /// <summary>The number of a private key among the published test keys.</summary>
    public int KeyNumber { get; init; }

    public SourcePosition? Source { get; init; }

    public string? Id { get; set; }

    /// <summary>The arguments once the engine would have them; null before.</summary>
    public ResolvedArgs? Resolved { get; set; }

    public RecordedMap? Outputs { get; set; }

    public ResourceDraft? Provider { get; set; }

    /// <summary>The tags that a provider adds to every resource that has tags; null until first read.</summary>
    public RecordedMap? DefaultTags { get; set; }

    public bool RetainOnDelete => Options.RetainOnDelete ?? Parent?.RetainOnDelete ?? false;

    public bool Protect => Options.Protect ?? Parent?.Protect ?? false;
}
