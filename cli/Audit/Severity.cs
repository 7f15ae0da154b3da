namespace SecureApi.Cli.Audit;

/// <summary>How much harm a control that is not met can do.</summary>
public enum Severity
{
    /// <summary>Good practice; little harm by itself.</summary>
    Low,

    /// <summary>Weakens a defence.</summary>
    Medium,

    /// <summary>Removes a defence.</summary>
    High,

    /// <summary>Opens the stack.</summary>
    Critical,
}
