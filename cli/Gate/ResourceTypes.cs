namespace SecureApi.Cli.Gate;

/// <summary>The types and the name that a URN holds.</summary>
/// <seealso href="https://www.pulumi.com/docs/iac/concepts/resources/names/#urns"/>
public sealed class ResourceTypes
{
    private readonly string[] _chain;

    private ResourceTypes(string[] chain, string name) => (_chain, Name) = (chain, name);

    /// <summary>The resource's own type: <c>aws:ec2/subnet:Subnet</c>.</summary>
    public string Own => _chain[^1];

    /// <summary>The resource's logical name.</summary>
    public string Name { get; }

    /// <summary>Reads a URN such as <c>urn:pulumi:prod::secure-api::parent$type::name</c>.</summary>
    /// <exception cref="GateException">It is not one.</exception>
    public static ResourceTypes Parse(string urn) =>
        urn.StartsWith("urn:pulumi:", StringComparison.Ordinal) && urn.Split("::", 4) is [_, _, var types, var name]
            ? new ResourceTypes(types.Split('$'), name)
            : throw new GateException($"'{urn}' is not a Pulumi URN");

    /// <summary>Whether a component of this type stands above the resource.</summary>
    public bool HasParent(string type) => _chain.AsSpan(..^1).Contains(type);

    /// <summary>Type and name, for people.</summary>
    public override string ToString() => $"{Own} {Name}";
}
