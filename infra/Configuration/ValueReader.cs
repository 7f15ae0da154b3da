namespace SecureApi.Configuration;

/// <summary>Turns a <see cref="ConfigNode"/> into a value of one type, and reports every fault on the way.</summary>
internal abstract class ValueReader
{
    /// <summary>The type for people, after "rule" in a fault and in the reference documentation: "a whole number".</summary>
    public abstract string TypeName { get; }

    /// <summary>Reads a value; null when the node does not hold one (the fault is then reported).</summary>
    /// <param name="node">The node.</param>
    /// <param name="current">The value that stands there now: the default.</param>
    /// <param name="context">Where the node is, and whom to tell about faults.</param>
    public abstract object? Read(ConfigNode node, object? current, BindingContext context);
}
