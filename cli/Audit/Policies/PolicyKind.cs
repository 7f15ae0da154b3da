namespace SecureApi.Cli.Audit.Policies;

/// <summary>What a policy document is attached to.</summary>
public enum PolicyKind
{
    /// <summary>To a role, a user or a group: what it may do.</summary>
    Identity,

    /// <summary>To a role: who may take it on.</summary>
    Trust,

    /// <summary>To a resource: who may use it.</summary>
    Resource,

    /// <summary>To a VPC endpoint: what may pass through it.</summary>
    Endpoint,
}
