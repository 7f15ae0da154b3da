using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;

namespace SecureApi.Cli.Preview.Diagram;

/// <summary>Where a box of the diagram stands.</summary>
internal enum DiagramPlace
{
    /// <summary>Outside of the VPC, in front of it.</summary>
    Outside,

    /// <summary>In subnets with a route from and to the internet.</summary>
    PublicSubnets,

    /// <summary>In the other subnets.</summary>
    PrivateSubnets,

    /// <summary>A service of AWS beside the VPC.</summary>
    Services,
}

/// <summary>A box of the diagram.</summary>
/// <param name="Id">The name that arrows refer to.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Lines">Its text, a line each.</param>
internal sealed record DiagramNode(string Id, DiagramPlace Place, params string[] Lines);

/// <summary>An arrow of the diagram.</summary>
/// <param name="From">The box at its start.</param>
/// <param name="To">The box at its end.</param>
/// <param name="Label">Its text.</param>
/// <param name="IsTraffic">True for connections; false for use and protection, drawn dashed.</param>
internal sealed record DiagramEdge(string From, string To, string Label, bool IsTraffic);

/// <summary>An availability zone of the diagram.</summary>
/// <param name="Name">The zone's name.</param>
/// <param name="PublicRange">The addresses of its public subnet.</param>
/// <param name="PrivateRange">The addresses of its private subnet.</param>
/// <param name="HasNat">Whether it has a NAT gateway.</param>
internal sealed record DiagramZone(string Name, string PublicRange, string PrivateRange, bool HasNat);

/// <summary>
/// The architecture as boxes and arrows, found in the recorded resources: listeners, targets, security groups, and what the
/// tasks use.
/// </summary>
internal sealed class ArchitectureGraph
{
    /// <summary>The box for clients on the internet.</summary>
    public const string Internet = "internet";

    /// <summary>The box of the interface and gateway endpoints.</summary>
    public const string Endpoints = "endpoints";

    /// <summary>The box of the NAT gateways.</summary>
    public const string Nat = "nat";

    /// <summary>The private subnets as a whole.</summary>
    public const string PrivateSubnets = "private";

    private readonly RecordedStack stack;
    private readonly ResourceIndex index;
    private readonly int mostServices;
    private readonly HashSet<string> publicSubnets;
    private readonly Dictionary<string, List<string>> groupMembers = [];
    private readonly Dictionary<string, string> serviceOfTargetGroup = [];

    /// <summary>Finds boxes and arrows.</summary>
    /// <param name="stack">The recorded stack.</param>
    /// <param name="index">Its resources by what refers to them.</param>
    /// <param name="mostServices">With more services than this, those behind the gateway share a box.</param>
    public ArchitectureGraph(RecordedStack stack, ResourceIndex index, int mostServices = 12)
    {
        this.stack = stack;
        this.index = index;
        this.mostServices = mostServices;
        publicSubnets = PublicSubnets(stack);
        Nodes.Add(new(Internet, DiagramPlace.Outside, "Internet", "clients with a certificate"));
        AddServices();
        AddLoadBalancers();
        AddEndpoints();
        AddNatGateways();
        AddSupport();
        AddGroupRules();
        AddNames();
    }

    public List<DiagramNode> Nodes { get; } = [];

    public List<DiagramEdge> Edges { get; } = [];

    /// <summary>The VPC's address range.</summary>
    public string Range => stack.OfType("aws:ec2/vpc:Vpc").FirstOrDefault()?.Inputs.Shown("cidrBlock") ?? "";

    /// <summary>The zones with their subnets.</summary>
    public IReadOnlyList<DiagramZone> Zones
    {
        get
        {
            var withNat = stack.OfType("aws:ec2/natGateway:NatGateway").Select(gateway => gateway.Inputs.Text("subnetId")).ToHashSet();
            return
            [
                .. from subnet in stack.OfType("aws:ec2/subnet:Subnet")
                   group subnet by subnet.Inputs.Shown("availabilityZone") ?? "" into zone
                   orderby zone.Key
                   let byKind = zone.ToLookup(subnet => publicSubnets.Contains(subnet.Id ?? ""), subnet => subnet.Inputs.Shown("cidrBlock"))
                   select new DiagramZone(zone.Key, string.Join(", ", byKind[true]), string.Join(", ", byKind[false]), zone.Any(subnet => withNat.Contains(subnet.Id))),
            ];
        }
    }

    // Subnets with a route to an internet gateway.
    private static HashSet<string> PublicSubnets(RecordedStack stack)
    {
        var gateways = stack.OfType("aws:ec2/internetGateway:InternetGateway").Select(gateway => gateway.Id).ToHashSet();
        var tables = stack.OfType("aws:ec2/route:Route").Where(route => gateways.Contains(route.Inputs.Text("gatewayId"))).Select(route => route.Inputs.Text("routeTableId")).ToHashSet();
        return
        [
            .. stack.OfType("aws:ec2/routeTableAssociation:RouteTableAssociation")
                .Where(association => tables.Contains(association.Inputs.Text("routeTableId")))
                .Select(association => association.Inputs.Text("subnetId"))
                .OfType<string>(),
        ];
    }

    private void AddServices()
    {
        var services = stack.OfType("aws:ecs/service:Service").ToList();
        var shared = new List<RecordedResource>();
        foreach (var service in services)
        {
            var isFronted = service.Inputs["loadBalancers"] is not null;
            if (isFronted || services.Count <= mostServices)
                AddService(service);
            else
                shared.Add(service);
        }

        if (shared.Count == 0)
            return;
        var names = string.Join(", ", shared.Take(3).Select(Name));
        Nodes.Add(new("services", Place(shared[0].Inputs.Map("networkConfiguration").List("subnets")), Count(shared.Count, "service"), $"{names}, ..."));
        foreach (var service in shared)
            Join(service.Inputs.Map("networkConfiguration").List("securityGroups"), "services");
    }

    private void AddService(RecordedResource service)
    {
        var network = service.Inputs.Map("networkConfiguration");
        var id = $"service_{Identifier(Name(service))}";
        var task = index.Find(service.Inputs.Text("taskDefinition"))?.Inputs ?? RecordedMap.Empty;
        var count = ResourceFacts.Count(service.Inputs.Number("desiredCount"), "task") ?? "";
        Nodes.Add(new(id, Place(network.List("subnets")), Name(service), count, ResourceFacts.Join(ResourceFacts.TaskSize(task))));
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

            foreach (var record in stack.OfType("aws:route53/record:Record"))
            {
                if (record.Inputs.List("aliases").Maps.Any(alias => alias.Text("name") == balancer.Outputs.Text("dnsName")))
                    AddBeside("dns", DiagramPlace.Outside, id, "alias", "Route 53", record.Inputs.Shown("name") ?? "");
            }

            foreach (var association in stack.OfType("aws:wafv2/webAclAssociation:WebAclAssociation"))
            {
                if (index.Find(association.Inputs.Text("resourceArn")) == balancer && index.Find(association.Inputs.Text("webAclArn")) is { } acl)
                    AddBeside("waf", DiagramPlace.Outside, id, "filters", "Web ACL", Count(acl.Inputs.List("rules").Count, "rule"));
            }
        }
    }

    private void AddListener(string balancerId, RecordedResource balancer, RecordedResource listener)
    {
        if (balancer.Inputs.Boolean("internal") is not true)
            Connect(Internet, balancerId, $"{listener.Inputs.Shown("protocol")} {listener.Inputs.Shown("port")}");

        if (listener.Inputs.Text("certificateArn") is { } certificate)
            AddBeside("certificate", DiagramPlace.Outside, balancerId, "TLS", "ACM", index.Find(certificate)?.Inputs.Shown("domainName") ?? "certificate");
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
            Join(endpoint.Inputs.List("securityGroupIds"), Endpoints);
        }

        if (names.Count > 0)
            Nodes.Add(new(Endpoints, DiagramPlace.PrivateSubnets, "VPC endpoints", string.Join(", ", names)));
    }

    private void AddNatGateways()
    {
        var gateways = stack.OfType("aws:ec2/natGateway:NatGateway").ToList();
        if (gateways.Count == 0)
            return;
        Nodes.Add(new(Nat, DiagramPlace.PublicSubnets, Count(gateways.Count, "NAT gateway")));
        Connect(PrivateSubnets, Nat, "HTTPS 443");
        Connect(Nat, Internet, "HTTPS 443");
    }

    private void AddSupport()
    {
        AddUsed("aws:ecr/repository:Repository", "ecr", "ecr-dkr", "Container registry", "repository", "images", "repositories");
        AddUsed("aws:secretsmanager/secret:Secret", "secrets", "secretsmanager", "Secrets Manager", "secret", "secrets");
        AddUsed("aws:cloudwatch/logGroup:LogGroup", "logs", "logs", "CloudWatch Logs", "log group", "logs");
        if (stack.OfType("aws:kms/key:Key").Any())
            Nodes.Add(new("key", DiagramPlace.Services, "KMS key", "encrypts data at rest"));
        var buckets = stack.OfType("aws:s3/bucket:Bucket").Select(bucket => WithoutStack(bucket.Name)).ToList();
        if (buckets.Count > 0)
            Nodes.Add(new("buckets", DiagramPlace.Services, buckets.Count == 1 ? "S3 bucket" : Count(buckets.Count, "S3 bucket"), string.Join(", ", buckets)));

        var alarms = stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm").Count();
        if (alarms == 0)
            return;
        Nodes.Add(new("alarms", DiagramPlace.Services, "CloudWatch", Count(alarms, "alarm")));
        if (!stack.OfType("aws:sns/topic:Topic").Any())
            return;
        Nodes.Add(new("topic", DiagramPlace.Services, "Alarm topic", Count(stack.OfType("aws:sns/topicSubscription:TopicSubscription").Count(), "subscriber")));
        Connect("alarms", "topic", "tells", isTraffic: false);
    }

    // Tasks reach it through its own endpoint, or else as they reach the internet.
    private void AddUsed(string type, string id, string endpoint, string title, string unit, string label, string? units = null)
    {
        var count = stack.OfType(type).Count();
        if (count == 0)
            return;
        Nodes.Add(new(id, DiagramPlace.Services, title, Count(count, unit, units)));
        var isPrivate = stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint").Any(candidate => ShortName.WithinParent(candidate) == endpoint);
        Connect(isPrivate ? Endpoints : Nodes.Exists(node => node.Id == Nat) ? Nat : PrivateSubnets, id, label, isTraffic: false);
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
                        Connect(source, target, ResourceFacts.Ports(rule.Inputs));
                }
            }
        }
    }

    // Who sends to services looks them up.
    private void AddNames()
    {
        var callers = Edges.Where(edge => edge.From.StartsWith("service_", StringComparison.Ordinal) && edge.To.StartsWith("service", StringComparison.Ordinal)).Select(edge => edge.From).Distinct().ToList();
        foreach (var names in stack.OfType("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"))
        {
            Nodes.Add(new("names", DiagramPlace.Services, "Cloud Map", names.Inputs.Shown("name") ?? ""));
            foreach (var caller in callers)
                Connect(caller, "names", "names", isTraffic: false);
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

    private DiagramPlace Place(RecordedList subnetIds) => subnetIds.Texts.Any(publicSubnets.Contains) ? DiagramPlace.PublicSubnets : DiagramPlace.PrivateSubnets;

    private static string Count(int count, string one, string? many = null) => ResourceFacts.Count(count, one, many)!;

    private static string Name(RecordedResource service) => service.Outputs.Shown("name") ?? service.Name;

    private string WithoutStack(string name) =>
        name.StartsWith($"{stack.Project}-{stack.Name}-", StringComparison.Ordinal) ? name[(stack.Project.Length + stack.Name.Length + 2)..] : name;

    private static string Identifier(string name) => string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
}
