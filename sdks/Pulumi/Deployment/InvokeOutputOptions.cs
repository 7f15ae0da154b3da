namespace Pulumi;

#pragma warning disable CA2227 // The published API has a settable list.
/// <summary>Options of a provider's function whose result is an output.</summary>
public class InvokeOutputOptions : InvokeOptions
{
    private InputList<Resource>? _dependsOn;

    /// <summary>Resources that must exist first.</summary>
    public InputList<Resource> DependsOn
    {
        get => _dependsOn ??= new InputList<Resource>();
        set => _dependsOn = value;
    }

    internal InputList<Resource>? DependsOnOrNull => _dependsOn;
}
