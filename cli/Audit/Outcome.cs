namespace SecureApi.Cli.Audit;

/// <summary>What a control says of a resource, or of the whole stack.</summary>
public enum Outcome
{
    /// <summary>The stack declares nothing that the control speaks of.</summary>
    NotApplicable,

    /// <summary>The declared properties meet the control.</summary>
    Met,

    /// <summary>The declared properties do not meet the control.</summary>
    NotMet,
}
