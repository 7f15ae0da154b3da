using System.Globalization;
using Pulumi;
using Pulumi.Aws.LB;
using Pulumi.Aws.LB.Inputs;
using SecureApi.Gateway;

namespace SecureApi.Edge;

/// <summary>The gateway's tasks as targets, reached and checked over HTTPS.</summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"/>
internal static class GatewayTargetGroup
{
    /// <summary>
    /// Shorter than the gateway's stop time-out: a task is asked to stop once it gets no new requests, and finishes those
    /// that it has.
    /// </summary>
    private const int DeregistrationSeconds = 30;

    private const int HealthIntervalSeconds = 10;
    private const int HealthTimeoutSeconds = 5;
    private const int HealthyAfter = 2;
    private const int UnhealthyAfter = 3;

    public static TargetGroup Declare(string name, PublicLoadBalancerArgs args, ComponentResource parent) =>
        new(name, new TargetGroupArgs
        {
            VpcId = args.VpcId,
            TargetType = "ip",
            Protocol = "HTTPS",
            ProtocolVersion = "HTTP1",
            Port = args.GatewayPort,
            LoadBalancingAlgorithmType = "least_outstanding_requests",
            DeregistrationDelay = DeregistrationSeconds,
            HealthCheck = new TargetGroupHealthCheckArgs
            {
                Enabled = true,
                Protocol = "HTTPS",
                Path = GatewayContract.HealthPath,
                Port = args.GatewayPort.ToString(CultureInfo.InvariantCulture),
                Matcher = "200",
                Interval = HealthIntervalSeconds,
                Timeout = HealthTimeoutSeconds,
                HealthyThreshold = HealthyAfter,
                UnhealthyThreshold = UnhealthyAfter,
            },
        }, new CustomResourceOptions { Parent = parent });
}
