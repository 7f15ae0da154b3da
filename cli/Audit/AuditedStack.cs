using System.Collections.Immutable;
using SecureApi.Cli.Audit.Alarms;
using SecureApi.Cli.Audit.Reachability;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;

namespace SecureApi.Cli.Audit;

/// <summary>The recorded resources, as the rules look at them: by type, by what refers to what, and read as documents.</summary>
public sealed class AuditedStack
{
    private readonly Dictionary<string, List<RecordedResource>> _byType = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecordedResource> _byReference = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<DeclaredPolicy>> _policies;
    private readonly Lazy<ILookup<RecordedResource, DeclaredPolicy>> _policiesByResource;
    private readonly Lazy<ImmutableArray<DeclaredContainer>> _containers;
    private readonly Lazy<ILookup<RecordedResource, DeclaredContainer>> _containersByTask;
    private readonly Lazy<ReachabilityProof> _reachability;
    private readonly Lazy<ImmutableArray<RehearsedScenario>> _outages;

    /// <summary>Looks at a stack.</summary>
    /// <param name="recorded">What the program declared.</param>
    /// <param name="settings">The settings from which it did, for the flows that the architecture states.</param>
    public AuditedStack(RecordedStack recorded, StackConfig settings)
    {
        Recorded = recorded;
        Settings = settings;
        foreach (var resource in recorded.Resources)
        {
            if (!_byType.TryGetValue(resource.Type, out var list)) _byType.Add(resource.Type, list = []);
            list.Add(resource);
            if (resource.IsCustom) Index(resource);
        }

        _policies = new Lazy<ImmutableArray<DeclaredPolicy>>(() => DeclaredPolicy.In(recorded));
        _policiesByResource = new Lazy<ILookup<RecordedResource, DeclaredPolicy>>(() => Policies.ToLookup(policy => policy.Resource));
        _containers = new Lazy<ImmutableArray<DeclaredContainer>>(() => DeclaredContainer.In(this));
        _containersByTask = new Lazy<ILookup<RecordedResource, DeclaredContainer>>(() => Containers.ToLookup(container => container.Resource));
        _reachability = new Lazy<ReachabilityProof>(() => ReachabilityProof.Of(this));
        _outages = new Lazy<ImmutableArray<RehearsedScenario>>(() => Rehearsal.Of(this));
    }

    /// <summary>What the program declared.</summary>
    public RecordedStack Recorded { get; }

    /// <summary>The stack's settings.</summary>
    public StackConfig Settings { get; }

    /// <summary>Every policy document of the stack, parsed.</summary>
    public ImmutableArray<DeclaredPolicy> Policies => _policies.Value;

    /// <summary>The policy documents that a resource holds.</summary>
    /// <param name="resource">The resource.</param>
    public IEnumerable<DeclaredPolicy> PoliciesOf(RecordedResource resource) => _policiesByResource.Value[resource];

    /// <summary>Every container of every task definition, parsed.</summary>
    public ImmutableArray<DeclaredContainer> Containers => _containers.Value;

    /// <summary>The containers of a task definition.</summary>
    /// <param name="taskDefinition">The task definition.</param>
    public IEnumerable<DeclaredContainer> ContainersOf(RecordedResource taskDefinition) => _containersByTask.Value[taskDefinition];

    /// <summary>Who can reach what.</summary>
    public ReachabilityProof Reachability => _reachability.Value;

    /// <summary>Which alarms tell of what can happen to the stack, and how soon; empty for a stack that runs no tasks yet.</summary>
    public ImmutableArray<RehearsedScenario> Outages => _outages.Value;

    /// <summary>The resources of a type, in the order of declaration.</summary>
    /// <param name="type">A type token.</param>
    public IReadOnlyList<RecordedResource> OfType(string type) =>
        _byType.TryGetValue(type, out var list) ? list : [];

    /// <summary>The resource that a value refers to by its id or its ARN; null when it is none of this stack.</summary>
    /// <param name="reference">Such as <c>sg-…</c> or <c>arn:…</c>.</param>
    public RecordedResource? Find(string? reference) =>
        reference is null ? null : _byReference.GetValueOrDefault(reference);

    /// <summary>The resource of a type that an argument refers to.</summary>
    /// <param name="resource">The resource that refers.</param>
    /// <param name="property">The argument.</param>
    /// <param name="type">The type that is asked for.</param>
    public RecordedResource? Find(RecordedResource resource, string property, string type) =>
        Find(resource.Inputs.Text(property)) is { } found && found.Type == type ? found : null;

    /// <summary>The resources of a type whose argument refers to <paramref name="target"/>.</summary>
    /// <param name="type">The type of those that refer.</param>
    /// <param name="property">Their argument.</param>
    /// <param name="target">What they refer to.</param>
    public IEnumerable<RecordedResource> Referring(string type, string property, RecordedResource target) =>
        OfType(type).Where(resource => Find(resource.Inputs.Text(property)) == target);

    // A bucket, a log group or a table is also known by its name, but only its id and ARN are unique among types.
    private void Index(RecordedResource resource)
    {
        if (resource.Id is { } id) _byReference.TryAdd(id, resource);
        foreach (var property in References)
        {
            if (resource.Outputs.Text(property) is { Length: > 0 } value) _byReference.TryAdd(value, resource);
        }
    }

    private static readonly ImmutableArray<string> References = ["arn", "allocationId", "keyId"];
}
