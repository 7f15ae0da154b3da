using Pulumi;

namespace SecureApi.Compute;

/// <summary>A load balancer's target group in which a service registers its tasks.</summary>
/// <param name="TargetGroupArn">The target group.</param>
/// <param name="ResourceLabel">Load balancer and target group as scaling by requests names them: <c>app/…/…/targetgroup/…/…</c>.</param>
/// <param name="RequestsPerTarget">Requests a minute and task that scaling aims at.</param>
/// <param name="GraceSeconds">Seconds after a task's start in which a failing health check is ignored.</param>
public sealed record LoadBalancerTarget(
    Output<string> TargetGroupArn, Output<string> ResourceLabel, int RequestsPerTarget, int GraceSeconds = 30);
