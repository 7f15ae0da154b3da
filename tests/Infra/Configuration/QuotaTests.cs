using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SecureApi.Cli.Preview.Recording;
using SecureApi.CloudWatch;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Network;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>AWS's quotas, as its documents give them, against what the stacks declare.</summary>
public sealed partial class QuotaTests
{
    /// <summary>How much of each quota of docs/quotas.md a stack uses.</summary>
    private static readonly Dictionary<string, Func<RecordedStack, int>> Measures = new(StringComparer.Ordinal)
    {
        ["rules of a security group, each direction and address family"] = RulesOfAGroup,
        ["interface endpoints of a VPC"] = stack => Endpoints(stack, "Interface").Count(),
        ["characters of an endpoint's policy"] = stack => Most(stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint"), endpoint => Length(endpoint, "policy")),
        ["subnets of a VPC"] = stack => Count(stack, "aws:ec2/subnet:Subnet"),
        ["NAT gateways of a zone"] = stack => Most(stack.OfType("aws:ec2/natGateway:NatGateway").CountBy(gateway => gateway.Inputs.Text("subnetId") ?? ""), group => group.Value),
        ["listeners of a load balancer"] = stack => Count(stack, "aws:lb/listener:Listener"),
        ["rules of a load balancer"] = stack => Count(stack, "aws:lb/listenerRule:ListenerRule"),
        ["certificates of a load balancer, beside the default"] = stack => stack.OfType("aws:lb/listenerCertificate:ListenerCertificate").Count(),
        ["targets of a target group"] = stack => Most(Scaling(stack).Where(target => target.Name.EndsWith("-gateway", StringComparison.Ordinal)), target => (int)(target.Inputs.Number("maxCapacity") ?? 0)),
        ["CA certificates of a trust store"] = stack => Count(stack, "tls:index/selfSignedCert:SelfSignedCert"),
        ["revocation lists of a trust store"] = stack => Count(stack, "aws:lb/trustStoreRevocation:TrustStoreRevocation"),
        ["capacity units of a web ACL"] = stack => stack.OfType("aws:wafv2/webAcl:WebAcl").SelectMany(acl => acl.Inputs.List("rules").Maps).Sum(CapacityOf),
        ["bytes of a task definition"] = stack => Most(stack.OfType("aws:ecs/taskDefinition:TaskDefinition"), definition => Length(definition, "containerDefinitions")),
        ["containers of a task definition"] = stack => Most(stack.OfType("aws:ecs/taskDefinition:TaskDefinition"), definition => Json(definition, "containerDefinitions").GetArrayLength()),
        ["services of a cluster"] = stack => Count(stack, "aws:ecs/service:Service"),
        ["instances of a Cloud Map service"] = stack => (int)Services(stack).DefaultIfEmpty().Max(target => target?.Inputs.Number("maxCapacity") ?? 0),
        ["instances of a Cloud Map namespace"] = stack => (int)Services(stack).Sum(target => target.Inputs.Number("maxCapacity") ?? 0),
        ["widgets of a dashboard"] = stack => Widgets(stack).Count,
        ["metrics of a dashboard"] = stack => Widgets(stack).Sum(Series),
        ["metrics of a dashboard's widget"] = stack => Widgets(stack).Max(Series),
        ["actions of an alarm"] = stack => Most(Alarms(stack), alarm => alarm.Inputs.List("alarmActions").Count),
        ["metrics of an alarm"] = stack => Most(Alarms(stack), alarm => alarm.Inputs.List("metricQueries").Maps.Count(query => query.Map("metric").Count > 0)),
        ["metric filters of a log group"] = stack => Most(stack.OfType("aws:cloudwatch/logMetricFilter:LogMetricFilter").CountBy(filter => filter.Inputs.Text("logGroupName") ?? ""), group => group.Value),
        ["characters of a managed policy"] = stack => Most(stack.OfType("aws:iam/policy:Policy"), policy => Length(policy, "policy")),
        ["managed policies of a role"] = stack => Most(stack.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment").CountBy(attachment => attachment.Inputs.Text("role") ?? ""), group => group.Value),
        ["characters of a role's trust policy"] = stack => Most(stack.OfType("aws:iam/role:Role"), role => Length(role, "assumeRolePolicy")),
        ["bytes of a key policy"] = stack => Most(stack.OfType("aws:kms/key:Key"), key => Length(key, "policy")),
        ["bytes of a bucket policy"] = stack => Most(stack.OfType("aws:s3/bucketPolicy:BucketPolicy"), policy => Length(policy, "policy")),
        ["bytes of a secret"] = stack => Most(stack.OfType("aws:secretsmanager/secretVersion:SecretVersion"), version => Length(version, "secretString")),
        ["VPCs"] = stack => Count(stack, "aws:ec2/vpc:Vpc"),
        ["Elastic IP addresses"] = stack => Count(stack, "aws:ec2/eip:Eip"),
        ["gateway endpoints"] = stack => Endpoints(stack, "Gateway").Count(),
        ["security groups"] = stack => Count(stack, "aws:ec2/securityGroup:SecurityGroup"),
        ["Application Load Balancers"] = stack => Count(stack, "aws:lb/loadBalancer:LoadBalancer"),
        ["target groups"] = stack => Count(stack, "aws:lb/targetGroup:TargetGroup"),
        ["trust stores"] = stack => Count(stack, "aws:lb/trustStore:TrustStore"),
        ["web ACLs"] = stack => Count(stack, "aws:wafv2/webAcl:WebAcl"),
        ["Cloud Map namespaces"] = stack => Count(stack, "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"),
        ["CloudWatch Logs resource policies"] = stack => Count(stack, "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"),
        ["ECR repositories"] = stack => Count(stack, "aws:ecr/repository:Repository"),
        ["secrets"] = stack => Count(stack, "aws:secretsmanager/secret:Secret"),
        ["S3 buckets"] = stack => Count(stack, "aws:s3/bucket:Bucket"),
        ["KMS keys"] = stack => Count(stack, "aws:kms/key:Key"),
        ["IAM roles"] = stack => Count(stack, "aws:iam/role:Role"),
        ["customer managed policies"] = stack => Count(stack, "aws:iam/policy:Policy"),
        ["OpenID Connect providers"] = stack => Count(stack, "aws:iam/openIdConnectProvider:OpenIdConnectProvider"),
    };

    /// <summary>AWS's documents, list of managed rule groups and rule statements: what each costs.</summary>
    private static readonly Dictionary<string, int> Capacity = new(StringComparer.Ordinal)
    {
        ["AWSManagedRulesCommonRuleSet"] = 700,
        ["AWSManagedRulesKnownBadInputsRuleSet"] = 200,
        ["AWSManagedRulesSQLiRuleSet"] = 200,
        ["AWSManagedRulesAmazonIpReputationList"] = 25,
        ["AWSManagedRulesAnonymousIpList"] = 50,
    };

    [Fact]
    public async Task Quotas_OfTheDocs_AreThoseThatAreMeasuredAndProdsUseOfThem()
    {
        var path = RepositoryFiles.At("docs", "quotas.md");
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var prod = await StackMatrix.Record(StackMatrix.Prod);

        Assert.Equal(Measures.Keys, Rows(text).Select(row => row.Name));
        Golden.Matches(
            Row().Replace(text, row => $"{row.Groups["start"].Value} {Measures[row.Groups["name"].Value](prod).ToString(CultureInfo.InvariantCulture)} |"),
            "the use of AWS's quotas by the production stack", "docs", "quotas.md");
    }

    [Fact]
    public async Task Quotas_OfTheSettings_AreThoseOfTheDocs()
    {
        var text = await File.ReadAllTextAsync(RepositoryFiles.At("docs", "quotas.md"), TestContext.Current.CancellationToken);
        var raised = Rows(text).Where(row => row.Raise.StartsWith("`quotas.", StringComparison.Ordinal)).ToDictionary(row => row.Raise.Trim('`')["quotas.".Length..], row => row.Limit);
        Assert.Equal(
            Setting.Of(typeof(QuotaConfig)).Select(setting => (setting.Key, (int)setting.Property.GetValue(new QuotaConfig())!, setting.Min)).OrderBy(setting => setting.Key),
            raised.Select(quota => (quota.Key, quota.Value, quota.Value)).OrderBy(quota => quota.Key));
    }

    [Fact]
    public async Task Quotas_InEveryConfiguration_AreKept()
    {
        var quotas = Rows(await File.ReadAllTextAsync(RepositoryFiles.At("docs", "quotas.md"), TestContext.Current.CancellationToken)).ToList();
        await StackMatrix.Holds((stack, _) =>
            from quota in quotas
            let used = Measures[quota.Name](stack)
            where used > quota.Limit
            select $"{quota.Name}: {used} of {quota.Limit}");
    }

    /// <summary>What the settings are held to is what is declared: each estimate is at least the real size, and not far from it.</summary>
    [Fact]
    public Task Estimates_InEveryConfiguration_AreNearWhatIsDeclared() => StackMatrix.Holds((stack, settings) =>
    {
        var widgets = StackDashboard.Widgets(settings.Services.Count + 1, settings.Network.NatGateways != NatGatewayMode.None);
        return stack.OfType("aws:ecs/taskDefinition:TaskDefinition")
            .Select(definition => (
                definition.Name,
                Bytes: Length(definition, "containerDefinitions"),
                Estimate: settings.Services.FirstOrDefault(service => definition.Name.EndsWith($"-{service.Key}", StringComparison.Ordinal)).Value is { } service
                    ? QuotaRules.BytesOf(service) : QuotaRules.BytesOfGateway(settings)))
            .Where(size => size.Estimate < size.Bytes || size.Estimate > size.Bytes + 6_000)
            .Select(size => $"{size.Name}: {size.Bytes} bytes, estimated {size.Estimate}")
            .Concat(widgets == Widgets(stack).Count ? [] : [$"{Widgets(stack).Count} widgets, expected {widgets}"]);
    });

    /// <summary>The largest settings that pass fit into what AWS takes, and the next larger ones are refused.</summary>
    [Fact]
    public async Task Services_AtTheQuotaOfRules_FillOneSecurityGroup()
    {
        Assert.Equal(60, RulesOfAGroup(await StackMatrix.Record(StackCase.Minimal(services: 56))));
        Assert.Empty(With(56).Errors());
        Assert.Contains("at most 56 services: 57 make 61 rules", Assert.Single(With(57).Errors()).Rule, StringComparison.Ordinal);
        Assert.Empty(With(57).With("quotas/rulesPerSecurityGroup", "61").Errors());
        Assert.Contains("fewer services: 162 make 506 graphs", Assert.Single(With(162).With("quotas/rulesPerSecurityGroup", "200").Errors()).Rule, StringComparison.Ordinal);

        static SampleStack With(int services) =>
            new SampleStack().With("services", $"{{{string.Join(", ", Enumerable.Range(0, services).Select(i => $"svc{i}: {{pathPrefix: /svc{i}}}"))}}}");
    }

    [Fact]
    public void Ranges_AtTheQuotaOfRules_AreCountedTwice()
    {
        var ranges = $"[{string.Join(", ", Enumerable.Range(0, 60).Select(i => $"10.{i}.0.0/16"))}]";
        Assert.Contains("at most 30 entries", Assert.Single(new SampleStack().With("edge/allowedCidrs", ranges).Errors()).Rule, StringComparison.Ordinal);
        Assert.Empty(new SampleStack().With("edge/allowedCidrs", ranges).With("quotas/rulesPerSecurityGroup", "120").Errors());
    }

    /// <summary>60 clients with 30 prefixes each make 90,647 characters.</summary>
    [Theory]
    [InlineData(60, 30, false)]
    [InlineData(30, 30, true)]
    public void Clients_WithManyPrefixes_FitIntoTheTaskDefinitionOrAreRefused(int clients, int prefixes, bool fits)
    {
        var stack = new SampleStack();
        for (var i = 0; i < clients; i++)
            stack.With($"mtls/clients/client-{i}", $"{{contact: a@acme.example, generateKey: true, pathPrefixes: [{string.Join(", ", Enumerable.Range(0, prefixes).Select(path => $"/v1/webhooks/partner-{i}/source-{path}"))}]}}");

        var errors = stack.Errors();
        if (fits) Assert.Empty(errors);
        else Assert.Contains("AWS takes 65536", Assert.Single(errors).Rule, StringComparison.Ordinal);
    }

    /// <summary>50 secrets, the most that a service may have, whose ARNs do not fit into one policy.</summary>
    [Fact]
    public async Task Secrets_AsManyAsAServiceMayHave_FitIntoItsPoliciesAndItsTaskDefinition()
    {
        var settings = StackCase.Minimal();
        var secrets = Enumerable.Range(0, 50).ToSortedMap(i => $"{new string('X', 124)}_{i:00}", _ => SecretText.External);
        var stack = await StackMatrix.Record(settings with { Services = settings.Services.SetItem("api", settings.Services["api"] with { Secrets = secrets }) });

        Assert.InRange(Measures["characters of a managed policy"](stack), 4_000, 6_144);
        Assert.InRange(Measures["bytes of a task definition"](stack), 10_000, 65_536);
        var readable = string.Concat(stack.OfType("aws:iam/policy:Policy").Where(policy => policy.Name.Contains("secrets", StringComparison.Ordinal)).Select(policy => policy.Inputs.Text("policy")));
        Assert.All(stack.OfType("aws:secretsmanager/secret:Secret"), secret => Assert.Contains(secret.Outputs.Text("arn")!, readable, StringComparison.Ordinal));
    }

    /// <summary>In a deployment, where the values are known.</summary>
    [Fact]
    public void Secrets_ThatDoNotFitIntoOneSecret_AreRefusedWithoutBeingShown()
    {
        var errors = Assert.Throws<ConfigException>(() => StackConfiguration.FromEngine(new EngineConfiguration
        {
            Project = "secure-api",
            Stack = "dev",
            Values = SortedMaps.Empty<string>()
                .Add("aws:region", "eu-west-1")
                .Add("secure-api:environment", "dev")
                .Add("secure-api:edge", """{"domain": "api.acme.dev", "hostedZoneId": "Z0123456789ABCDEFGHIJ"}""")
                .Add("secure-api:services", """{"api": {"pathPrefix": "/", "secrets": {"KEYS": "VALUE"}}}""".Replace("VALUE", new string('k', 65_530), StringComparison.Ordinal)),
            SecretKeys = ["secure-api:services"],
        })).Errors;
        var error = Assert.Single(errors);
        Assert.Equal(("secure-api:services.api.secrets", SecretText.Mask), (error.Key, error.Value));
        Assert.Contains("at most 65536 bytes", error.Rule, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(?<start>\| \[(?<name>[^\]]+)\]\(https://docs\.aws\.amazon\.com/[^)]+\) \| (?<limit>\d+) \| (?<raise>[^|]+) \|) (?<used>\d+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static IEnumerable<(string Name, int Limit, string Raise)> Rows(string text) => Row().Matches(text)
        .Select(row => (row.Groups["name"].Value, int.Parse(row.Groups["limit"].Value, CultureInfo.InvariantCulture), row.Groups["raise"].Value));

    /// <summary>A rule that names a group or a prefix list counts for both address families.</summary>
    private static int RulesOfAGroup(RecordedStack stack) => new[] { "cidrIpv6", "cidrIpv4" }.Max(other =>
        stack.OfType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").Concat(stack.OfType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"))
            .Where(rule => rule.Inputs.Text(other) is null)
            .CountBy(rule => (rule.Type, rule.Inputs.Text("securityGroupId")))
            .Max(group => group.Value));

    private static int CapacityOf(RecordedMap rule)
    {
        var statement = rule.Map("statement");
        if (statement.Map("managedRuleGroupStatement").Text("name") is { } group) return Capacity[group];
        return statement.Map("rateBasedStatement").Count > 0 ? 2 : 1;
    }

    private static IEnumerable<RecordedResource> Scaling(RecordedStack stack) => stack.OfType("aws:appautoscaling/target:Target");

    private static IEnumerable<RecordedResource> Services(RecordedStack stack) =>
        Scaling(stack).Where(target => !target.Name.EndsWith("-gateway", StringComparison.Ordinal));

    private static IEnumerable<RecordedResource> Alarms(RecordedStack stack) => stack.OfType("aws:cloudwatch/metricAlarm:MetricAlarm");

    private static IEnumerable<RecordedResource> Endpoints(RecordedStack stack, string type) =>
        stack.OfType("aws:ec2/vpcEndpoint:VpcEndpoint").Where(endpoint => endpoint.Inputs.Text("vpcEndpointType") == type);

    private static List<JsonElement> Widgets(RecordedStack stack) =>
        [.. Json(stack.OfType("aws:cloudwatch/dashboard:Dashboard").Single(), "dashboardBody").GetProperty("widgets").EnumerateArray()];

    private static int Series(JsonElement widget) =>
        widget.GetProperty("properties").TryGetProperty("metrics", out var metrics) ? metrics.GetArrayLength() : 0;

    private static JsonElement Json(RecordedResource resource, string input) => JsonDocument.Parse(resource.Inputs.Text(input)!).RootElement;

    private static int Length(RecordedResource resource, string input) => Encoding.UTF8.GetByteCount(resource.Inputs.Text(input) ?? "");

    private static int Count(RecordedStack stack, string type) => stack.OfType(type).Count();

    private static int Most<T>(IEnumerable<T> items, Func<T, int> size) => items.Select(size).DefaultIfEmpty().Max();
}
