namespace SecureApi.Cli.Audit;

/// <summary>
/// One rule of the audit. It reads nothing but the recorded resources, and says of each that it speaks of whether it is met.
/// </summary>
public abstract class Control
{
    /// <summary>The control in words.</summary>
    public abstract ControlDescription Description { get; }

    /// <summary>The verdicts, one for each subject in the order of declaration. None: the control does not apply.</summary>
    /// <param name="stack">What is judged.</param>
    public abstract IEnumerable<Verdict> Judge(AuditedStack stack);
}
