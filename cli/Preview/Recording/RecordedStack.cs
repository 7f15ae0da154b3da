using System.Collections.Immutable;
using SecureApi.Configuration;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>Everything that a program declared in one run. Immutable.</summary>
public sealed class RecordedStack
{
    private readonly Dictionary<string, RecordedResource> byUrn;

    internal RecordedStack(string project, string name, AwsRegion region, ImmutableArray<RecordedResource> resources, ImmutableArray<UnknownValue> unknowns)
    {
        Project = project;
        Name = name;
        Region = region;
        Resources = resources;
        Unknowns = unknowns;
        byUrn = resources.ToDictionary(resource => resource.Urn);
        Children = resources.ToLookup(resource => resource.Parent?.Urn ?? "");
    }

    /// <summary>The project's name.</summary>
    public string Project { get; }

    /// <summary>The stack's name.</summary>
    public string Name { get; }

    /// <summary>The AWS region.</summary>
    public AwsRegion Region { get; }

    /// <summary>All resources in the order of their declaration, the stack itself first.</summary>
    public ImmutableArray<RecordedResource> Resources { get; }

    /// <summary>The stack itself.</summary>
    public RecordedResource Root => Resources[0];

    /// <summary>The stack's outputs.</summary>
    public RecordedMap Outputs => Root.Outputs;

    /// <summary>Values that no placeholder rule gave. Each is a gap in the rules; empty for a stack that they cover.</summary>
    public ImmutableArray<UnknownValue> Unknowns { get; }

    /// <summary>The children by their parent's URN, each in the order of declaration.</summary>
    public ILookup<string, RecordedResource> Children { get; }

    /// <summary>The resource with this URN, or null.</summary>
    /// <param name="urn">A URN with the whole chain of types.</param>
    public RecordedResource? Find(string urn) => byUrn.GetValueOrDefault(urn);

    /// <summary>All resources of one type, in the order of declaration.</summary>
    /// <param name="type">A type token, such as <c>aws:ec2/vpc:Vpc</c>.</param>
    public IEnumerable<RecordedResource> OfType(string type) => Resources.Where(resource => resource.Type == type);
}

/// <summary>A value that stayed unknown because some output has no placeholder.</summary>
/// <param name="Urn">The resource whose argument or output is unknown.</param>
/// <param name="Property">The argument's or output's name.</param>
/// <param name="Sources">The outputs without a placeholder that it may come from, as <c>type name.output</c>.</param>
public sealed record UnknownValue(string Urn, string Property, ImmutableArray<string> Sources);
