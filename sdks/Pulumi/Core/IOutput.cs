namespace Pulumi;

/// <summary>An output of any type.</summary>
internal interface IOutput
{
    OutputState State { get; }

    /// <summary>Makes an output of the same type over another state. Works on an instance that no constructor has run for.</summary>
    IOutput Create(OutputState state);
}
