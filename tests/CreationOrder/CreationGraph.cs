using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Tests.CreationOrder;

/// <summary>
/// What is sure to exist before a resource is made: what it depends on, explicitly or through an argument, its parent, and
/// all that these wait for. Everything else Pulumi makes at the same time.
/// </summary>
/// <seealso href="https://www.pulumi.com/docs/iac/concepts/resources/options/dependson/"/>
internal sealed class CreationGraph
{
    private readonly Dictionary<RecordedResource, HashSet<RecordedResource>> _before = [];
    private readonly RecordedResource? _unawaited;

    /// <summary>Reads a stack's graph.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="unawaited">A resource for which nothing waits: a deliberate break.</param>
    public CreationGraph(RecordedStack stack, RecordedResource? unawaited = null)
    {
        Stack = stack;
        _unawaited = unawaited;

        // A resource is declared after what it depends on.
        foreach (var resource in stack.Resources.Where(resource => resource.IsCustom))
        {
            var before = new HashSet<RecordedResource>();
            foreach (var direct in Direct(resource))
            {
                before.Add(direct);
                before.UnionWith(_before[direct]);
            }

            _before.Add(resource, before);
        }
    }

    public RecordedStack Stack { get; }

    public bool IsSure(RecordedResource earlier, RecordedResource later) => _before[later].Contains(earlier);

    private IEnumerable<RecordedResource> Direct(RecordedResource resource) => resource.Dependencies
        .Concat(resource.PropertyDependencies.SelectMany(property => property.Urns))
        .Select(urn => Stack.Find(urn)!)
        .Concat(resource.Parent is { IsCustom: true } parent ? [parent] : [])
        .Where(direct => direct != _unawaited);
}
