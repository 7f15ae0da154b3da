using Pulumi;
using Pulumi.Aws.Ec2;
using SecureApi.Configuration;
using SecureApi.Iam;

namespace SecureApi.Network;

/// <summary>
/// The gateway endpoint for S3, free of charge: image layers come from S3, and need not cross a NAT gateway.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html"/>
public sealed class S3GatewayEndpoint : ComponentResource
{
    /// <summary>Declares the endpoint on the private route tables.</summary>
    /// <param name="name">The root of the children's names.</param>
    /// <param name="args">The network and its region.</param>
    /// <param name="options">Parent and providers.</param>
    public S3GatewayEndpoint(string name, S3GatewayEndpointArgs args, ComponentResourceOptions? options = null)
        : base("secure-api:network:S3GatewayEndpoint", name, options)
    {
        var endpoint = new VpcEndpoint($"{name}-s3", new VpcEndpointArgs
        {
            VpcId = args.Network.VpcId,
            VpcEndpointType = "Gateway",
            ServiceName = $"com.amazonaws.{args.Region.Name}.s3",
            RouteTableIds = args.Network.PrivateRouteTableIds,
            Policy = ImageLayersOnly(args.Region).ToJson(),
            Tags = { { "Name", $"{name}-s3" } },
        }, new CustomResourceOptions { Parent = this });

        PrefixListId = endpoint.PrefixListId;
        RegisterOutputs(new Dictionary<string, object?> { ["prefixListId"] = PrefixListId });
    }

    /// <summary>The managed prefix list of S3 in the region, for security group rules.</summary>
    public Output<string> PrefixListId { get; }

    /// <summary>
    /// Tasks read image layers and nothing else through the endpoint, so it cannot carry data out to a stranger's bucket.
    /// </summary>
    private static PolicyDocument ImageLayersOnly(AwsRegion region) => new(new PolicyStatement
    {
        Sid = "PullImageLayers",
        Principal = PolicyPrincipal.Anyone,
        Actions = ["s3:GetObject"],
        Resources = [$"arn:{region.Partition}:s3:::prod-{region.Name}-starport-layer-bucket/*"],
    });
}

/// <summary>The arguments of <see cref="S3GatewayEndpoint"/>.</summary>
public sealed record S3GatewayEndpointArgs
{
    /// <summary>The network whose private route tables lead to the endpoint.</summary>
    public required VpcNetwork Network { get; init; }

    /// <summary>The region, which names the service and its layer bucket.</summary>
    public required AwsRegion Region { get; init; }
}
