namespace Pulumi;

#pragma warning disable CA1002, CA2227 // The published API has settable lists.
/// <summary>Options of a resource that a provider manages.</summary>
public sealed class CustomResourceOptions : ResourceOptions
{
    private List<string>? _additionalSecretOutputs;
    private Dictionary<string, string>? _envVarMappings;

    /// <summary>Whether a replacement deletes the old resource first.</summary>
    public bool? DeleteBeforeReplace { get; set; }

    /// <summary>Outputs that the engine keeps secret, beside those that it knows.</summary>
    public List<string> AdditionalSecretOutputs
    {
        get => _additionalSecretOutputs ??= [];
        set => _additionalSecretOutputs = value;
    }

    /// <summary>The id of an existing resource to bring under management.</summary>
    public string? ImportId { get; set; }

    /// <summary>Environment variables that a provider gets, by the names that they have here.</summary>
    public Dictionary<string, string> EnvVarMappings
    {
        get => _envVarMappings ??= [];
        set => _envVarMappings = value;
    }

    /// <summary>Joins options; the second ones win, lists are joined.</summary>
    /// <param name="options1">The first options.</param>
    /// <param name="options2">The second options.</param>
    public static CustomResourceOptions Merge(CustomResourceOptions? options1, CustomResourceOptions? options2)
    {
        var result = options1?.Copy() ?? new CustomResourceOptions();
        if (options2 is not { } other)
            return result;

        result.Take(other);
        result.DeleteBeforeReplace = other.DeleteBeforeReplace ?? result.DeleteBeforeReplace;
        result.ImportId = other.ImportId ?? result.ImportId;
        result._additionalSecretOutputs = Join(result._additionalSecretOutputs, other._additionalSecretOutputs);
        if (other._envVarMappings is not null)
        {
            foreach (var (key, value) in other._envVarMappings)
                result.EnvVarMappings[key] = value;
        }

        return result;
    }

    internal override ResourceOptions Clone() => Copy();

    private CustomResourceOptions Copy()
    {
        var copy = new CustomResourceOptions
        {
            DeleteBeforeReplace = DeleteBeforeReplace,
            ImportId = ImportId,
            _additionalSecretOutputs = CopyOf(_additionalSecretOutputs),
            _envVarMappings = _envVarMappings is null ? null : new Dictionary<string, string>(_envVarMappings),
        };
        CopyTo(copy);
        return copy;
    }
}
