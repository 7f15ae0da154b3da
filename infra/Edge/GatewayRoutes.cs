using Pulumi;
using Pulumi.Aws.LB;
using Pulumi.Aws.LB.Inputs;
using SecureApi.Compute;
using SecureApi.Gateway;

namespace SecureApi.Edge;

/// <summary>The rules of port 443, in the order of their priorities: own paths, test traffic, everything else.</summary>
/// <remarks>
/// The gateway has a rule rather than the listener's default action, because ECS moves traffic by a rule, and because a
/// service may only name a target group that some rule uses: before the first image as well, when the empty group answers 503.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html"/>
internal sealed class GatewayRoutes
{
    private const int OwnPathsPriority = 1;
    private const int TestPriority = 50;
    private const int ProductionPriority = 100;
    private const string TestValue = "green";

    private readonly string _name;
    private readonly Listener _listener;
    private readonly DeploymentSettings _settings;
    private readonly ComponentResource _parent;

    /// <summary>Declares the rule that hides the gateway's own paths; the others follow on demand.</summary>
    public GatewayRoutes(string name, Listener listener, DeploymentSettings settings, ComponentResource parent)
    {
        _name = name;
        _listener = listener;
        _settings = settings;
        _parent = parent;
        HideOwnPaths();
    }

    /// <summary>Every path to the gateway.</summary>
    public ListenerRule Production(TargetGroup targets) => Rule("gateway", ProductionPriority, Paths("/*"), Forward(targets));

    /// <summary>Requests with the test header to the next revision; null when no header is configured.</summary>
    public ListenerRule? Test(TargetGroup next) => _settings.TestHeader is not { } header ? null : Rule(
        "test",
        TestPriority,
        new ListenerRuleConditionArgs
        {
            HttpHeader = new ListenerRuleConditionHttpHeaderArgs { HttpHeaderName = header, Values = { TestValue } },
        },
        Forward(next));

    /// <summary>Health and status of the gateway are for the load balancer, not for clients.</summary>
    private void HideOwnPaths() => Rule("own-paths", OwnPathsPriority, Paths(GatewayContract.OwnPaths), new ListenerRuleActionArgs
    {
        Type = "fixed-response",
        FixedResponse = new ListenerRuleActionFixedResponseArgs
        {
            StatusCode = "404",
            ContentType = "text/plain",
            MessageBody = "Not found",
        },
    });

    private ListenerRule Rule(string label, int priority, ListenerRuleConditionArgs condition, ListenerRuleActionArgs action)
    {
        var options = new CustomResourceOptions { Parent = _parent };

        // ECS sets the weights at each deployment: what is live there is no drift, and `pulumi up` must not set it back.
        if (_settings.ShiftsTraffic && priority != OwnPathsPriority) options.IgnoreChanges.Add("actions");
        return new ListenerRule($"{_name}-{label}", new ListenerRuleArgs
        {
            ListenerArn = _listener.Arn,
            Priority = priority,
            Conditions = { condition },
            Actions = { action },
        }, options);
    }

    private static ListenerRuleConditionArgs Paths(string pattern) => new()
    {
        PathPattern = new ListenerRuleConditionPathPatternArgs { Values = { pattern } },
    };

    private static ListenerRuleActionArgs Forward(TargetGroup targets) => new()
    {
        Type = "forward",
        TargetGroupArn = targets.Arn,
    };
}
