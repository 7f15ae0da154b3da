using Pulumi;
using Pulumi.Aws.LB;
using Pulumi.Aws.LB.Inputs;

namespace SecureApi.Edge;

/// <summary>Port 80: a permanent redirect to HTTPS for everything.</summary>
internal static class RedirectListener
{
    public static Listener Declare(string name, LoadBalancer loadBalancer, ComponentResource parent) =>
        new(name, new ListenerArgs
        {
            LoadBalancerArn = loadBalancer.Arn,
            Port = 80,
            Protocol = "HTTP",
            RoutingHttpResponseServerEnabled = false,
            DefaultActions =
            {
                new ListenerDefaultActionArgs
                {
                    Type = "redirect",
                    Redirect = new ListenerDefaultActionRedirectArgs
                    {
                        Protocol = "HTTPS",
                        Port = "443",
                        StatusCode = "HTTP_301",
                    },
                },
            },
        }, new CustomResourceOptions { Parent = parent });
}
