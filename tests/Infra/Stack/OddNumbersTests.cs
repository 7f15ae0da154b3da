using System.Globalization;
using System.Text.RegularExpressions;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Infra.Configuration;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>
/// Every number of a setting, followed to the very input that it is for. The stack of odd-numbers.yaml has numbers that
/// differ from the defaults and from each other, so that one that is fixed, lost or mixed up with another shows.
/// </summary>
[Collection(GatewayTests.Name)]
public sealed partial class OddNumbersTests(SharedGateways gateways)
{
    private const string File = "odd-numbers.yaml";
    private const string Root = "secure-api-odd-";

    private static readonly Lazy<Task<RecordedStack>> Recorded = new(Record);

    /// <summary>
    /// Setting; type and name's end of the resource; path of the input; the input. A path goes through lists by position or
    /// by the item's name, and through JSON documents. <c>@</c> is the resource whose id or ARN the input is.
    /// </summary>
    private const string Table = """
        network.cidr                                 Vpc vpc                                        cidrBlock                                                                   172.29.64.0/18
        network.cidr                                 Subnet public-eu-west-1a                       cidrBlock                                                                   172.29.64.0/22
        network.cidr                                 Subnet public-eu-west-1b                       cidrBlock                                                                   172.29.68.0/22
        network.cidr                                 Subnet public-eu-west-1c                       cidrBlock                                                                   172.29.72.0/22
        network.cidr                                 Subnet private-eu-west-1a                      cidrBlock                                                                   172.29.96.0/22
        network.cidr                                 Subnet private-eu-west-1b                      cidrBlock                                                                   172.29.100.0/22
        network.cidr                                 Subnet private-eu-west-1c                      cidrBlock                                                                   172.29.104.0/22
        network.cidr+2                               TaskDefinition gateway                         containerDefinitions.0.environment.GATEWAY_RESOLVER.value                   172.29.64.2
        network.cidr+2                               SecurityGroupEgressRule gateway-dns-udp        cidrIpv4                                                                    172.29.64.2/32
        network.cidr+2                               SecurityGroupEgressRule gateway-dns-tcp        cidrIpv4                                                                    172.29.64.2/32
        network.cidr+2                               SecurityGroupEgressRule north-dns-udp          cidrIpv4                                                                    172.29.64.2/32
        network.cidr+2                               SecurityGroupEgressRule south-dns-tcp          cidrIpv4                                                                    172.29.64.2/32
        network.availabilityZones                    Subnet public-eu-west-1b                       availabilityZone                                                            eu-west-1b
        network.availabilityZones                    Subnet private-eu-west-1c                      availabilityZone                                                            eu-west-1c
        network.natGateways                          NatGateway nat-eu-west-1a                      subnetId                                                                    @public-eu-west-1a
        network.natGateways                          NatGateway nat-eu-west-1b                      subnetId                                                                    @public-eu-west-1b
        network.natGateways                          NatGateway nat-eu-west-1c                      subnetId                                                                    @public-eu-west-1c
        network.natGateways                          NatGateway nat-eu-west-1b                      allocationId                                                                @nat-eu-west-1b
        network.natGateways                          Route private-eu-west-1a-ipv4                  natGatewayId                                                                @nat-eu-west-1a
        network.natGateways                          Route private-eu-west-1b-ipv4                  natGatewayId                                                                @nat-eu-west-1b
        network.natGateways                          Route private-eu-west-1c-ipv4                  natGatewayId                                                                @nat-eu-west-1c
        network.natGateways                          Route private-eu-west-1c-ipv4                  routeTableId                                                                @private-eu-west-1c
        network.natGateways                          RouteTableAssociation private-eu-west-1c       routeTableId                                                                @private-eu-west-1c
        network.natGateways                          RouteTableAssociation private-eu-west-1c       subnetId                                                                    @private-eu-west-1c
        network.natGateways                          RouteTableAssociation public-eu-west-1a        routeTableId                                                                @public
        network.natGateways                          Route public-ipv4                              gatewayId                                                                   @igw
        network.flowLogs.traffic                     FlowLog flow                                   trafficType                                                                 REJECT
        network.flowLogs.retentionDays               LogGroup flow                                  retentionInDays                                                             731
        logs.retentionDays                           LogGroup waf                                   retentionInDays                                                             545
        logs.retentionDays                           LogGroup gateway                               retentionInDays                                                             545
        logs.retentionDays                           LogGroup north                                 retentionInDays                                                             545
        logs.retentionDays                           LogGroup south                                 retentionInDays                                                             545
        logs.retentionDays                           LogGroup insights                              retentionInDays                                                             545
        edge.logs.retentionDays                      BucketLifecycleConfiguration edge-logs         rules.0.expiration.days                                                     137
        edge.logs.retentionDays                      BucketLifecycleConfiguration edge-logs         rules.0.noncurrentVersionExpiration.noncurrentDays                          137
        edge.domain                                  Record a                                       name                                                                        odd.example.com
        edge.allowedCidrs                            SecurityGroupIngressRule internet-alb-https-203.0.113.0/24  cidrIpv4                                                       203.0.113.0/24
        edge.idleTimeoutSeconds                      LoadBalancer alb                               idleTimeout                                                                 131
        edge.idleTimeoutSeconds                      TaskDefinition gateway                         containerDefinitions.0.environment.GATEWAY_IDLE_TIMEOUT_SECONDS.value       131
        mtls.ca.validityDays*24                      SelfSignedCert ca-g1                           validityPeriodHours                                                         72024
        mtls.ca.renewBeforeDays*24                   SelfSignedCert ca-g1                           earlyRenewalHours                                                           7368
        mtls.server.validityDays*24                  LocallySignedCert server                       validityPeriodHours                                                         1992
        mtls.server.renewBeforeDays*24               LocallySignedCert server                       earlyRenewalHours                                                           456
        mtls.clients.acme.validityDays*24            LocallySignedCert client-acme                  validityPeriodHours                                                         5064
        mtls.clients.acme.renewBeforeDays*24         LocallySignedCert client-acme                  earlyRenewalHours                                                           1032
        mtls.clients.acme.pathPrefixes               TaskDefinition gateway                         containerDefinitions.0.environment.GATEWAY_CLIENT_RULES.value.clients.acme.prefixes.0  /north/in
        mtls.otherClients                            TaskDefinition gateway                         containerDefinitions.0.environment.GATEWAY_CLIENT_RULES.value.others        allow
        edge.domain                                  TaskDefinition gateway                         containerDefinitions.0.environment.GATEWAY_HOST_NAMES.value                 odd.example.com
        gateway.bodySeconds                          TaskDefinition gateway                         containerDefinitions.0.environment.GATEWAY_BODY_SECONDS.value               379
        waf.rateLimit                                WebAcl waf                                     rules.rate.statement.rateBasedStatement.limit                               4243
        waf.rateWindowSeconds                        WebAcl waf                                     rules.rate.statement.rateBasedStatement.evaluationWindowSec                 120
        (fixed) port                                 TargetGroup gw                                 port                                                                        443
        (fixed) port                                 TargetGroup gw                                 healthCheck.port                                                            traffic-port
        gateway.port                                 TaskDefinition gateway                         containerDefinitions.0.environment.GATEWAY_PORT.value                       9443
        gateway.port                                 TaskDefinition gateway                         containerDefinitions.0.portMappings.0.containerPort                         9443
        gateway.port                                 ecs/service:Service gateway                    loadBalancers.0.containerPort                                               9443
        gateway.port                                 SecurityGroupEgressRule alb-gateway-9443       fromPort                                                                    9443
        gateway.port                                 SecurityGroupEgressRule alb-gateway-9443       toPort                                                                      9443
        gateway.port                                 SecurityGroupIngressRule alb-gateway-9443      fromPort                                                                    9443
        gateway.port                                 SecurityGroupIngressRule alb-gateway-9443      toPort                                                                      9443
        gateway.port                                 SecurityGroupIngressRule alb-gateway-9443      securityGroupId                                                             @gateway
        gateway.port                                 SecurityGroupIngressRule alb-gateway-9443      referencedSecurityGroupId                                                   @alb
        (fixed) health check                         TargetGroup gw                                 healthCheck.path                                                            /-/health
        (fixed) health check                         TargetGroup gw                                 healthCheck.protocol                                                        HTTPS
        (fixed) health check                         TargetGroup gw                                 healthCheck.matcher                                                         200
        (fixed) health check                         TargetGroup gw                                 healthCheck.interval                                                        10
        (fixed) health check                         TargetGroup gw                                 healthCheck.timeout                                                         5
        (fixed) health check                         TargetGroup gw                                 healthCheck.healthyThreshold                                                2
        (fixed) health check                         TargetGroup gw                                 healthCheck.unhealthyThreshold                                              3
        (fixed) drain                                TargetGroup gw                                 deregistrationDelay                                                         30
        (fixed) grace period                         ecs/service:Service gateway                    healthCheckGracePeriodSeconds                                               30
        gateway.cpu                                  TaskDefinition gateway                         cpu                                                                         1024
        gateway.memory                               TaskDefinition gateway                         memory                                                                      3072
        gateway.minTasks                             ecs/service:Service gateway                    desiredCount                                                                3
        gateway.minTasks                             appautoscaling/target:Target gateway           minCapacity                                                                 3
        gateway.maxTasks                             appautoscaling/target:Target gateway           maxCapacity                                                                 17
        gateway.spotPercent                          ecs/service:Service gateway                    capacityProviderStrategies.FARGATE_SPOT.weight                              22
        gateway.spotPercent                          ecs/service:Service gateway                    capacityProviderStrategies.FARGATE.weight                                   78
        (fixed) first task                           ecs/service:Service gateway                    capacityProviderStrategies.FARGATE.base                                     1
        (fixed) rollback                             ecs/service:Service gateway                    deploymentCircuitBreaker.rollback                                           true
        (fixed) rollback                             ecs/service:Service gateway                    alarms.rollback                                                             true
        (fixed) rollback                             ecs/service:Service gateway                    alarms.enable                                                               true
        gateway.cpuTargetPercent                     appautoscaling/policy:Policy gateway-cpu       targetTrackingScalingPolicyConfiguration.targetValue                        41
        gateway.memoryTargetPercent                  appautoscaling/policy:Policy gateway-memory    targetTrackingScalingPolicyConfiguration.targetValue                        53
        gateway.requestsPerTarget                    appautoscaling/policy:Policy gateway-requests  targetTrackingScalingPolicyConfiguration.targetValue                        1709
        gateway.cpuTargetPercent                     appautoscaling/policy:Policy gateway-cpu       targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.predefinedMetricType  ECSServiceAverageCPUUtilization
        gateway.memoryTargetPercent                  appautoscaling/policy:Policy gateway-memory    targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.predefinedMetricType  ECSServiceAverageMemoryUtilization
        gateway.requestsPerTarget                    appautoscaling/policy:Policy gateway-requests  targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.predefinedMetricType  ALBRequestCountPerTarget
        (fixed) cooldown                             appautoscaling/policy:Policy gateway-cpu       targetTrackingScalingPolicyConfiguration.scaleOutCooldown                   60
        (fixed) cooldown                             appautoscaling/policy:Policy gateway-cpu       targetTrackingScalingPolicyConfiguration.scaleInCooldown                    300
        (fixed) cooldown                             appautoscaling/policy:Policy gateway-requests  targetTrackingScalingPolicyConfiguration.scaleOutCooldown                   60
        (fixed) cooldown                             appautoscaling/policy:Policy gateway-requests  targetTrackingScalingPolicyConfiguration.scaleInCooldown                    300
        (fixed) cooldown                             appautoscaling/policy:Policy south-memory      targetTrackingScalingPolicyConfiguration.scaleOutCooldown                   60
        (fixed) cooldown                             appautoscaling/policy:Policy south-memory      targetTrackingScalingPolicyConfiguration.scaleInCooldown                    300
        gateway.stopTimeoutSeconds                   TaskDefinition gateway                         containerDefinitions.0.stopTimeout                                          97
        gateway.stopTimeoutSeconds                   TaskDefinition gateway                         containerDefinitions.0.environment.GATEWAY_STOP_TIMEOUT_SECONDS.value       97
        gateway.maxBodyBytes                         TaskDefinition gateway                         containerDefinitions.0.environment.GATEWAY_MAX_BODY_BYTES.value             73728
        services.north.pathPrefix                    TaskDefinition gateway                         containerDefinitions.0.environment.GATEWAY_SERVICES.value.north.prefix      /north
        services.south.pathPrefix                    TaskDefinition gateway                         containerDefinitions.0.environment.GATEWAY_SERVICES.value.south.prefix      /south/deep
        services.north                               TaskDefinition gateway                         containerDefinitions.0.environment.GATEWAY_SERVICES.value.north.host        north.odd.secure-api.internal
        services.north.port                          TaskDefinition north                           containerDefinitions.0.environment.API_PORT.value                           8111
        services.south.port                          TaskDefinition south                           containerDefinitions.0.environment.API_PORT.value                           8222
        services.north.port                          TaskDefinition north                           containerDefinitions.0.portMappings.0.containerPort                         8111
        services.south.port                          TaskDefinition south                           containerDefinitions.0.portMappings.0.containerPort                         8222
        services.north.port                          SecurityGroupEgressRule gateway-north-8111     fromPort                                                                    8111
        services.north.port                          SecurityGroupIngressRule gateway-north-8111    toPort                                                                      8111
        services.south.port                          SecurityGroupEgressRule gateway-south-8222     toPort                                                                      8222
        services.south.port                          SecurityGroupIngressRule gateway-south-8222    fromPort                                                                    8222
        services.south.port                          SecurityGroupIngressRule gateway-south-8222    securityGroupId                                                             @service-south
        services.south.port                          SecurityGroupIngressRule gateway-south-8222    referencedSecurityGroupId                                                   @gateway
        services.north                               servicediscovery/service:Service north         name                                                                        north
        services.north                               servicediscovery/service:Service north         healthCheckCustomConfig.failureThreshold                                                     1
        services.south                               servicediscovery/service:Service south         healthCheckCustomConfig.failureThreshold                                                     1
        services.north                               ecs/service:Service north                      serviceRegistries.registryArn                                               @north
        services.north.port                          ecs/service:Service north                      serviceRegistries.containerPort                                             8111
        services.south                               ecs/service:Service south                      serviceRegistries.registryArn                                               @south
        services.south.port                          ecs/service:Service south                      serviceRegistries.containerPort                                             8222
        services.north.cpu                           TaskDefinition north                           cpu                                                                         512
        services.north.memory                        TaskDefinition north                           memory                                                                      4096
        services.south.cpu                           TaskDefinition south                           cpu                                                                         2048
        services.south.memory                        TaskDefinition south                           memory                                                                      6144
        services.north.minTasks                      appautoscaling/target:Target north             minCapacity                                                                 4
        services.north.maxTasks                      appautoscaling/target:Target north             maxCapacity                                                                 23
        services.south.minTasks                      appautoscaling/target:Target south             minCapacity                                                                 6
        services.south.maxTasks                      appautoscaling/target:Target south             maxCapacity                                                                 29
        services.south                               appautoscaling/target:Target south             resourceId                                                                  service/secure-api-odd/south
        services.north.minTasks                      ecs/service:Service north                      desiredCount                                                                4
        services.south.minTasks                      ecs/service:Service south                      desiredCount                                                                6
        services.north.spotPercent                   ecs/service:Service north                      capacityProviderStrategies.FARGATE_SPOT.weight                              28
        services.south.spotPercent                   ecs/service:Service south                      capacityProviderStrategies.FARGATE_SPOT.weight                              34
        services.north.cpuTargetPercent              appautoscaling/policy:Policy north-cpu         targetTrackingScalingPolicyConfiguration.targetValue                        47
        services.north.memoryTargetPercent           appautoscaling/policy:Policy north-memory      targetTrackingScalingPolicyConfiguration.targetValue                        59
        services.south.cpuTargetPercent              appautoscaling/policy:Policy south-cpu         targetTrackingScalingPolicyConfiguration.targetValue                        61
        services.south.memoryTargetPercent           appautoscaling/policy:Policy south-memory      targetTrackingScalingPolicyConfiguration.targetValue                        71
        services.north.stopTimeoutSeconds            TaskDefinition north                           containerDefinitions.0.stopTimeout                                          89
        services.south.stopTimeoutSeconds            TaskDefinition south                           containerDefinitions.0.stopTimeout                                          101
        services.south.stopTimeoutSeconds            TaskDefinition south                           containerDefinitions.0.environment.API_STOP_TIMEOUT_SECONDS.value           101
        alarms.emails                                TopicSubscription alarms-odd@example.com       endpoint                                                                    odd@example.com
        alarms.latencyP99Milliseconds/1000           MetricAlarm latency-p99                        threshold                                                                   1.37
        alarms.errorPercent                          MetricAlarm edge-5xx                           threshold                                                                   13
        alarms.errorPercent                          MetricAlarm deployments-gateway-5xx            threshold                                                                   13
        alarms.errorPercent                          MetricAlarm deployments-south-5xx              threshold                                                                   13
        alarms.cpuPercent                            MetricAlarm gateway-cpu                        threshold                                                                   79
        alarms.cpuPercent                            MetricAlarm north-cpu                          threshold                                                                   79
        alarms.memoryPercent                         MetricAlarm gateway-memory                     threshold                                                                   91
        alarms.memoryPercent                         MetricAlarm south-memory                       threshold                                                                   91
        """;

    public static TheoryData<string, string, string, string> Rows => [.. Table.Split('\n').Select(line => Columns().Split(line.Trim())).Select(row => (row[0], row[1], row[2], row[3]))];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Setting_OddNumber_IsTheInput(string setting, string resource, string path, string expected)
    {
        var stack = await Recorded.Value;
        var (type, name) = (resource.Split(' ')[0], Root + resource.Split(' ')[1]);
        var found = stack.Resources.SingleOrDefault(item => item.Name == name && (item.Type.EndsWith($":{type}", StringComparison.Ordinal) || item.Type == $"aws:{type}"))
            ?? throw new InvalidOperationException($"The stack has no {type} {name}.");

        var actual = Shown(Follow(found.Inputs, path), stack);

        Assert.True(expected == actual, $"{setting}: {path} of {type} {name} is {actual}, and must be {expected}.");
    }

    [Fact]
    public async Task Numbers_OfTheFile_DifferFromEachOtherAndFromTheDefaults()
    {
        var numbers = Number().Matches(await System.IO.File.ReadAllTextAsync(RepositoryFiles.At("tests", "Infra", "Stack", File), TestContext.Current.CancellationToken))
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.True(numbers.Count > 40);
        Assert.Empty(numbers.GroupBy(number => number).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(numbers.Intersect([2, 5, 7, 10, 30, 60, 70, 85, 90, 256, 300, 365, 443, 1000, 2000, 3650, 8000, 1_048_576]));
    }

    [Fact]
    public async Task HealthCheck_OfEveryTargetGroup_IsAnsweredByTheGateway()
    {
        var gateway = await gateways.Get(Images.Gateway.Certificates.ZooGateway.Verify);
        foreach (var settings in (RecordedStack[])[await Recorded.Value, await StackMatrix.Record(StackMatrix.Cases.Single(item => item.Name == "Canary deployments"))])
        {
            foreach (var group in settings.OfType("aws:lb/targetGroup:TargetGroup"))
            {
                var check = group.Inputs.Map("healthCheck");
                var answer = await gateway.Get(check.Text("path")!);
                Assert.True(
                    answer.Status.ToString(CultureInfo.InvariantCulture) == check.Text("matcher"),
                    $"{group.Name}: the load balancer asks {check.Text("path")} without a certificate and wants {check.Text("matcher")}; the gateway answers {answer.Status}.");
            }
        }
    }

    private static async Task<RecordedStack> Record()
    {
        using var project = new TemporaryProject(
            await System.IO.File.ReadAllTextAsync(RepositoryFiles.At("Pulumi.yaml")), "odd", await System.IO.File.ReadAllTextAsync(RepositoryFiles.At("tests", "Infra", "Stack", File)));
        var settings = StackFileReader.Load(project.Path, "odd");
        return await StackMatrix.Record(settings with { Images = settings.Services.Keys.Append("gateway").ToSortedMap(image => image, StackCase.Digest) });
    }

    private static RecordedValue? Follow(RecordedValue? value, string path)
    {
        foreach (var step in path.Split('.'))
        {
            value = value?.Revealed;
            if (value is RecordedText { Value: ['{' or '[', ..] } document) value = JsonValues.Parse(document.Value);
            value = value switch
            {
                RecordedMap map => map[step],
                RecordedList list when int.TryParse(step, CultureInfo.InvariantCulture, out var index) => index < list.Count ? list.ElementAt(index) : null,
                RecordedList list => list.Maps.SingleOrDefault(item => item.Text("name") == step || item.Text("capacityProvider") == step),
                _ => null,
            };
        }

        return value?.Revealed;
    }

    private static string Shown(RecordedValue? value, RecordedStack stack) => value switch
    {
        RecordedText text when stack.Resources.FirstOrDefault(resource => resource.IsCustom && (resource.Id == text.Value || resource.Outputs.Text("arn") == text.Value) && !text.Value.StartsWith("service/", StringComparison.Ordinal)) is { } found
            && found.Name.StartsWith(Root, StringComparison.Ordinal) => "@" + found.Name[Root.Length..],
        RecordedText text => text.Value,
        RecordedNumber number => number.Value.ToString(CultureInfo.InvariantCulture),
        RecordedBoolean boolean => boolean.Value ? "true" : "false",
        RecordedMap { Count: 0 } => "{}",
        null => "not set",
        _ => value.GetType().Name,
    };

    [GeneratedRegex(@"\s{2,}")]
    private static partial Regex Columns();

    [GeneratedRegex(@"(?<=: )(\d+)(?=[,}]|$)", RegexOptions.Multiline)]
    private static partial Regex Number();
}
