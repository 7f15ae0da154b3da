namespace SecureApi.Cli.Audit.Reachability;

/// <summary>Whether a stated flow can carry traffic.</summary>
public enum FlowState
{
    /// <summary>It can, from everywhere it starts to everywhere it ends.</summary>
    Works,

    /// <summary>The network lets it pass, but one end runs no task yet: the first deployment.</summary>
    Idle,

    /// <summary>It cannot.</summary>
    Broken,
}
