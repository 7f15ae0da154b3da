using SecureApi.Cli.Audit.Waivers;

namespace SecureApi.Cli.Audit;

/// <summary>Something that a person must mend, or has accepted for a time.</summary>
/// <param name="Control">The control that is not met.</param>
/// <param name="Verdict">What is wrong with what.</param>
/// <param name="Waiver">The waiver that accepts it; null when none does.</param>
public sealed record Finding(ControlDescription Control, Verdict Verdict, Waiver? Waiver)
{
    /// <summary>True when the audit fails because of it.</summary>
    public bool Fails => Waiver is null;
}
