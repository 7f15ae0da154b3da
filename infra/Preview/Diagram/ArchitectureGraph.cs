using SecureApi.Preview.Recording;
using SecureApi.Preview.Reporting;

namespace SecureApi.Preview.Diagram;

/// <summary>
/// The architecture as boxes and arrows, found in the recorded resources: who listens, who forwards to whom, which
/// security groups may talk, what the tasks need.
/// </summary>
internal sealed class ArchitectureGraph
{
    /// <summary>The box that stands for everybody outside.</summary>
    public const string Internet = "internet";

    // More boxes than this are unreadable; the services behind the gateway then share one.
    private const int MostServices = 12;

    private readonly RecordedStack stack;
    private readonly ResourceIndex index;
    private readonly SubnetKinds subnets;
    private readonly Dictionary<string, List<string>> groupMembers = [];
    private readonly Dictionary<string, string> serviceOfTargetGroup = [];

    public ArchitectureGraph(RecordedStack stack, ResourceIndex index)
    {
        this.stack = stack;
        this.index = index;
        subnets = new SubnetKinds(stack);
        Nodes.Add(new(Internet, DiagramPlace.Outside, "Internet"));
        AddServices();
        AddLoadBalancers();
        AddEndpoints();
        AddNatGateways();
        AddSupport();
        AddGroupRules();
    }

    public List<DiagramNode> Nodes { get; } = [];

    public List<DiagramEdge> Edges { get; } = [];

    /// <summary>The VPC's address range.</summary>
    public string Range => stack.OfType("aws:ec2/vpc:Vpc").FirstOrDefault()?.Inputs.Shown("cidrBlock") ?? "";

    /// <summary>The zones of the subnets.</summary>
    public string Zones => string.Join(", ", stack.OfType("aws:ec2/subnet:Subnet").Select(subnet => subnet.Inputs.Shown("availabilityZone")).Distinct());

    private void AddServices()
    {
        var services = stack.OfType("aws:ecs/service:Service").ToList();
        var shared = new List<RecordedResource>();
        foreach (var service in services)
        {
            var isFronted = service.Inputs["loadBalancers"] is not null;
            if (isFronted || services.Count <= MostServices)
                AddService(service);
            else
                shared.Add(service);
        }

        if (shared.Count == 0)
            return;
        var names = string.Join(", ", shared.Take(3).Select(Name));
        Nodes.Add(new("services", Place(shared[0].Inputs.Map("networkConfiguration").List("subnets")), $"{shared.Count} services", $"{names}, ..."));
        foreach (var service in shared)
            Join(service.Inputs.Map("networkConfiguration").List("securityGroups"), "services");
    }

    private void AddService(RecordedResource service)
    {
        var network = service.Inputs.Map("networkConfiguration");
        var id = $"service_{Identifier(Name(service))}";
        var task = index.Find(service.Inputs.Text("taskDefinition"))?.Inputs ?? RecordedMap.Empty;
        var size = new FactList().Add("", ComputeFacts.Vcpu(task), " vCPU").Add("", ComputeFacts.Gigabytes(task), " GB").Add(task.Map("runtimePlatform").Shown("cpuArchitecture"));
        Nodes.Add(new(id, Place(network.List("subnets")), Name(service), $"{service.Inputs.Shown("desiredCount")} tasks", size.ToString()));
        Join(network.List("securityGroups"), id);
        foreach (var target in service.Inputs.List("loadBalancers").Maps)
        {
            if (target.Text("targetGroupArn") is { } group)
                serviceOfTargetGroup[group] = id;
        }
    }

    private void AddLoadBalancers()
    {
        foreach (var balancer in stack.OfType("aws:lb/loadBalancer:LoadBalancer"))
        {
            var id = $"balancer_{Identifier(ShortName.WithinParent(balancer))}";
            Nodes.Add(new(id, Place(balancer.Inputs.List("subnets")), "Load balancer", balancer.Inputs.Shown("ipAddressType") ?? "ipv4"));
            Join(balancer.Inputs.List("securityGroups"), id);
            foreach (var listener in stack.OfType("aws:lb/listener:Listener"))
            {
                if (listener.Inputs.Text("loadBalancerArn") == balancer.Outputs.Text("arn"))
                    AddListener(id, balancer, listener);
            }

            foreach (var association in stack.OfType("aws:wafv2/webAclAssociation:WebAclAssociation"))
            {
                if (index.Find(association.Inputs.Text("resourceArn")) == balancer && index.Find(association.Inputs.Text("webAclArn")) is { } acl)
                    AddBeside("waf", DiagramPlace.Outside, id, "filters", "Web ACL", $"{acl.Inputs.List("rules").Count} rules");
            }
        }
    }

    private void AddListener(string balancerId, RecordedResource balancer, RecordedResource listener)
    {
        if (balancer.Inputs.Boolean("internal") is not true)
            Connect(Internet, balancerId, $"{listener.Inputs.Shown("protocol")} {listener.Inputs.Shown("port")}");

        var mutual = listener.Inputs.Map("mutualAuthentication");
        if (index.Find(mutual.Text("trustStoreArn")) is not null)
            AddBeside("trust", DiagramPlace.Outside, balancerId, $"mutual TLS {mutual.Shown("mode")}", "Trust store", "private CA");

        foreach (var group in TargetGroups(listener))
        {
            if (serviceOfTargetGroup.TryGetValue(group, out var service) && index.Find(group) is { } target)
                Connect(balancerId, service, $"{target.Inputs.Shown("protocol")} {target.Inputs.Shown("port")}");
        }
    }

    // Of a listener's own actions and of its rules'.
    private IEnumerable<string> TargetGroups(RecordedResource listener)
    {
        var actions = new List<RecordedMap>(listener.Inputs.List("defaultActions").Maps);
        foreach (var rule in stack.OfType("aws:lb/listenerRule:ListenerRule"))
        {
            if (rule.Inputs.Text("listenerArn") == listener.Outputs.Text("arn"))
                actions.AddRange(rule.Inputs.List("actions").Maps);
        }

        return actions.Select(action => action.Text("targetGroupArn")).OfType<string>();
    }

    private void AddEndpoints()
    {
        var names = new List<string>();
        foreach (var endpoint in stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint"))
        {
            var isInterface = endpoint.Inputs.Shown("vpcEndpointType") is "Interface";
            names.Add(isInterface ? ShortName.WithinParent(endpoint) : $"{ShortName.WithinParent(endpoint)} (gateway)");
            Join(endpoint.Inputs.List("securityGroupIds"), "endpoints");
        }

        if (names.Count > 0)
            Nodes.Add(new("endpoints", DiagramPlace.PrivateSubnets, "VPC endpoints", string.Join(", ", names)));
    }

    private void AddNatGateways()
    {
        var gateways = stack.OfType("aws:ec2/natGateway:NatGateway").ToList();
        if (gateways.Count == 0)
            return;
        Nodes.Add(new("nat", DiagramPlace.PublicSubnets, gateways.Count == 1 ? "1 NAT gateway" : $"{gateways.Count} NAT gateways"));
        Connect("private", "nat", "HTTPS 443");
        Connect("nat", Internet, "HTTPS 443");
    }

    private void AddSupport()
    {
        Add("aws:ecr/repository:Repository", "ecr", "Container registry", "repositories", "images");
        Add("aws:secretsmanager/secret:Secret", "secrets", "Secrets Manager", "secrets", "secrets");
        Add("aws:cloudwatch/logGroup:LogGroup", "logs", "CloudWatch Logs", "log groups", "logs");

        var alarms = stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Count();
        if (alarms == 0)
            return;
        Nodes.Add(new("alarms", DiagramPlace.Services, "CloudWatch", $"{alarms} alarms"));
        if (!stack.OfType("aws:sns/topic:Topic").Any())
            return;
        Nodes.Add(new("topic", DiagramPlace.Services, "Alarm topic", $"{stack.OfType("aws:sns/topicSubscription:TopicSubscription").Count()} subscribers"));
        Connect("alarms", "topic", "tells", isTraffic: false);
    }

    private void Add(string type, string id, string title, string unit, string label)
    {
        var count = stack.OfType(type).Count();
        if (count == 0)
            return;
        Nodes.Add(new(id, DiagramPlace.Services, title, $"{count} {unit}"));
        Connect(Nodes.Exists(node => node.Id == "endpoints") ? "endpoints" : "private", id, label, isTraffic: false);
    }

    // A rule that names another group lets that group's members in.
    private void AddGroupRules()
    {
        foreach (var rule in stack.OfType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"))
        {
            var (from, to) = (rule.Inputs.Text("referencedSecurityGroupId"), rule.Inputs.Text("securityGroupId"));
            if (from is null || to is null)
                continue;
            foreach (var source in Members(from))
            {
                foreach (var target in Members(to))
                {
                    if (source != target && !Edges.Exists(edge => edge.From == source && edge.To == target))
                        Connect(source, target, NetworkFacts.Ports(rule.Inputs));
                }
            }
        }
    }

    private void AddBeside(string id, DiagramPlace place, string target, string label, params string[] lines)
    {
        if (!Nodes.Exists(node => node.Id == id))
            Nodes.Add(new(id, place, lines));
        Connect(id, target, label, isTraffic: false);
    }

    // Several connections between the same boxes share an arrow.
    private void Connect(string from, string to, string label, bool isTraffic = true)
    {
        var index = Edges.FindIndex(edge => edge.From == from && edge.To == to);
        if (index < 0)
            Edges.Add(new(from, to, label, isTraffic));
        else if (!Edges[index].Label.Contains(label, StringComparison.Ordinal))
            Edges[index] = Edges[index] with { Label = $"{Edges[index].Label}, {label}" };
    }

    private void Join(RecordedList groups, string id)
    {
        foreach (var group in groups.Texts)
        {
            if (!Members(group).Contains(id))
                Members(group).Add(id);
        }
    }

    private List<string> Members(string group)
    {
        if (!groupMembers.TryGetValue(group, out var members))
            groupMembers.Add(group, members = []);
        return members;
    }

    private DiagramPlace Place(RecordedList subnetIds) => subnets.ArePublic(subnetIds) ? DiagramPlace.PublicSubnets : DiagramPlace.PrivateSubnets;

    private static string Name(RecordedResource service) => service.Outputs.Shown("name") ?? service.Name;

    private static string Identifier(string name) => string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
}
