namespace SecureApi.Cli.Audit.Reachability;

/// <summary>What a path starts or ends at.</summary>
public enum PathEndKind
{
    /// <summary>Something with interfaces in the VPC.</summary>
    Node,

    /// <summary>Addresses outside every VPC of the stack: the internet, or a part of it.</summary>
    Outside,

    /// <summary>The VPC's DNS resolver.</summary>
    Resolver,

    /// <summary>An AWS service behind a gateway endpoint.</summary>
    AwsService,
}
