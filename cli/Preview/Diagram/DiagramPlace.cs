namespace SecureApi.Cli.Preview.Diagram;

/// <summary>Where a box of the architecture diagram stands.</summary>
internal enum DiagramPlace
{
    /// <summary>Outside of the VPC, in front of it.</summary>
    Outside,

    /// <summary>In subnets that have a route from and to the internet.</summary>
    PublicSubnets,

    /// <summary>In subnets that have none.</summary>
    PrivateSubnets,

    /// <summary>A service of AWS beside the VPC.</summary>
    Services,
}
