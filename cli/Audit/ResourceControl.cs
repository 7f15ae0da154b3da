using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Audit;

/// <summary>A control that judges every resource of some types by itself.</summary>
public abstract class ResourceControl : Control
{
    private readonly ImmutableArray<string> _types;

    /// <summary>A control of the resources of these types.</summary>
    /// <param name="types">Type tokens.</param>
    protected ResourceControl(params ImmutableArray<string> types) => _types = types;

    /// <inheritdoc/>
    public sealed override IEnumerable<Verdict> Judge(AuditedStack stack) =>
        _types.SelectMany(stack.OfType).Select(resource => Judge(resource, stack)).OfType<Verdict>();

    /// <summary>The verdict on one resource; null when the control does not speak of it.</summary>
    /// <param name="resource">A resource of one of the types.</param>
    /// <param name="stack">Everything else.</param>
    protected abstract Verdict? Judge(RecordedResource resource, AuditedStack stack);
}
