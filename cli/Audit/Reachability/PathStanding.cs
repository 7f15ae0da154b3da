namespace SecureApi.Cli.Audit.Reachability;

/// <summary>What the architecture says of a path.</summary>
public enum PathStanding
{
    /// <summary>One stated flow is exactly this.</summary>
    Stated,

    /// <summary>
    /// Two stated flows open it together: one lets the source out to addresses that hold the destination, another lets
    /// addresses in that hold the source.
    /// </summary>
    Implied,

    /// <summary>No stated flow asks for it.</summary>
    Unstated,
}
