using System.Collections.Immutable;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>One resource that the program declared, as the Pulumi engine would register it. Immutable.</summary>
public sealed class RecordedResource
{
    /// <summary>The URN that the real engine gives, with the whole chain of the parents' types.</summary>
    /// <remarks>https://www.pulumi.com/docs/iac/concepts/resources/names/#urns</remarks>
    public required string Urn { get; init; }

    /// <summary>The type token, such as <c>aws:ec2/vpc:Vpc</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The logical name.</summary>
    public required string Name { get; init; }

    /// <summary>The parent; null for the stack.</summary>
    public required RecordedResource? Parent { get; init; }

    /// <summary>True when a provider manages the resource; false for components and for the stack.</summary>
    public required bool IsCustom { get; init; }

    /// <summary>The placeholder of the id that the provider would assign; null for components and for the stack.</summary>
    public required string? Id { get; init; }

    /// <summary>The explicit provider, as <c>URN::id</c>; null when the engine takes the default provider.</summary>
    public required string? Provider { get; init; }

    /// <summary>The arguments.</summary>
    public required RecordedMap Inputs { get; init; }

    /// <summary>What the provider would answer, with placeholders; for components and the stack what they registered.</summary>
    public required RecordedMap Outputs { get; init; }

    /// <summary>The URNs of the custom resources that this one depends on, explicitly or through an argument; ordinal order.</summary>
    public required ImmutableArray<string> Dependencies { get; init; }

    /// <summary>The same for each argument that depends on a resource; in the ordinal order of the arguments.</summary>
    public required ImmutableArray<PropertyDependency> PropertyDependencies { get; init; }

    /// <summary>The URNs of what the program names in <c>dependsOn</c>, components as themselves; ordinal order.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>True when the engine refuses to delete the resource; inherited from the parent.</summary>
    public required bool Protect { get; init; }

    /// <summary>Arguments whose changes the engine ignores.</summary>
    public required ImmutableArray<string> IgnoreChanges { get; init; }

    /// <summary>True when a replacement deletes the old resource before it makes the new one.</summary>
    public required bool DeleteBeforeReplace { get; init; }

    /// <summary>Arguments whose changes replace the resource.</summary>
    public ImmutableArray<string> ReplaceOnChanges { get; init; } = [];

    /// <summary>True when the engine forgets the resource instead of deleting it; inherited from the parent.</summary>
    public bool RetainOnDelete { get; init; }

    /// <summary>The id of an existing resource that the engine would import; null for a new one.</summary>
    public string? ImportId { get; init; }

    /// <summary>The URN of the resource whose deletion also deletes this one; null when the engine deletes it.</summary>
    public string? DeletedWith { get; init; }

    /// <summary>How long creation, update and deletion may take; null for the provider's own limits.</summary>
    public required RecordedTimeouts? Timeouts { get; init; }

    /// <summary>Outputs that are secret whatever the provider says.</summary>
    public required ImmutableArray<string> AdditionalSecretOutputs { get; init; }

    /// <summary>URNs that the resource had before.</summary>
    public required ImmutableArray<string> Aliases { get; init; }

    /// <summary>Where the program declares the resource; null unless <see cref="RecordingOptions.CaptureSources"/> asked for it.</summary>
    public required SourcePosition? Source { get; init; }

    /// <summary>The type and the logical name; nothing that could be secret.</summary>
    public override string ToString() => $"{Type} {Name}";
}

/// <summary>The resources that one argument of a resource comes from.</summary>
/// <param name="Property">The argument's name.</param>
/// <param name="Urns">The URNs of the custom resources, in ordinal order.</param>
public sealed record PropertyDependency(string Property, ImmutableArray<string> Urns);

/// <summary>How long a provider may work on a resource before the engine gives up.</summary>
/// <param name="Create">The limit for creation; null for the provider's own.</param>
/// <param name="Update">The limit for an update; null for the provider's own.</param>
/// <param name="Delete">The limit for deletion; null for the provider's own.</param>
public sealed record RecordedTimeouts(TimeSpan? Create, TimeSpan? Update, TimeSpan? Delete);

/// <summary>What a provider would answer for one resource.</summary>
/// <param name="Id">The id that it would assign.</param>
/// <param name="Outputs">The outputs.</param>
internal sealed record ComputedResource(string Id, RecordedMap Outputs);
