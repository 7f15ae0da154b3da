using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Gate;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Ecs;
using SecureApi.PrivateCa;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Delivery;

/// <summary>
/// The gate on documents of the shape that <c>pulumi preview --json</c> gives (Pulumi's <c>PreviewDigest</c>): a
/// replacement is three steps, the list of steps is left out when nothing changes, differences may be null.
/// </summary>
public sealed class ReplaceGateTests
{
    [Theory]
    [InlineData("preview-nothing")]
    [InlineData("preview-create")]
    [InlineData("preview-update")]
    public void Gate_WhenNothingProtectedGoes_Passes(string file)
    {
        var report = Judge(file);
        Assert.True(report.Passes);
        Assert.Empty(report.Findings);
        Assert.StartsWith("Replace gate: passed.", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_OnReplacement_NamesTheInputsThatForceItOncePerResource()
    {
        var report = Judge("preview-replace");
        Assert.False(report.Passes);
        Assert.Equal(["vpc", "subnet", "load balancer"], report.Findings.Select(finding => finding.Kind.Name));
        Assert.Equal(
            [
                "cidrBlock: \"10.20.128.0/20\" -> \"10.24.128.0/20\"",
                "vpcId: comes from aws:ec2/vpc:Vpc secure-api-prod, which is replaced",
            ],
            report.Findings[1].Reasons);
        Assert.Equal(["internal: false -> true"], report.Findings[2].Reasons);
        Assert.Contains("add the label allow-replace:load-balancer", report.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_OnDeletion_KnowsTheCasKeyFromOtherKeysAndLeftOversFromLosses()
    {
        var report = Judge("preview-delete");
        Assert.Equal(
            [
                ("log group", "the program no longer declares it"),
                ("ca", "the program no longer declares it"),
                ("subnet", "an earlier deployment replaced it and did not get to its deletion"),
            ],
            report.Findings.Select(finding => (finding.Kind.Name, finding.Reasons.Single())));
        Assert.All(report.Findings, finding => Assert.Equal("delete", finding.Operation));
    }

    [Fact]
    public void Gate_WithTheLabelOfEveryKind_PassesAndStillSaysWhatGoes()
    {
        var report = Judge("preview-replace", "documentation", "allow-replace:vpc", "allow-replace:subnet", "allow-replace:load-balancer");
        Assert.True(report.Passes);
        Assert.Equal(3, report.Findings.Length);
        Assert.Contains("allowed    by the label allow-replace:subnet", report.ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allow-replace:subnet")]
    [InlineData("allow-replace:Load-Balancer")]
    [InlineData("allow-replace")]
    [InlineData("")]
    public void Gate_WithoutTheLabelOfEveryKind_Refuses(string label) => Assert.False(Judge("preview-replace", label).Passes);

    [Fact]
    public void Gate_WithUnknownFields_JudgesAsWithout() =>
        Assert.Equal(
            Judge("preview-replace").Findings.Select(finding => finding.Resource.ToString()),
            Judge("preview-unknown-fields").Findings.Select(finding => finding.Resource.ToString()));

    [Theory]
    [InlineData("preview-unknown-operation", "does not know the operation 'swap'")]
    [InlineData("preview-failed", "the settings of the stack prod have 1 fault")]
    [InlineData("preview-cut", "is not one JSON document (line ")]
    [InlineData("no-such-file", "cannot be read")]
    public void Gate_WhenItCannotJudge_SaysWhyInsteadOfPassing(string file, string message) =>
        Assert.Contains(message, Assert.Throws<UserException>(() => Judge(file)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("{\"steps\": 1}")]
    [InlineData("{\"steps\": [{}]}")]
    [InlineData("{\"steps\": [1]}")]
    [InlineData("{\"steps\": [{\"op\": 1, \"urn\": \"urn:pulumi:a::b::c::d\"}]}")]
    [InlineData("{\"steps\": [{\"op\": \"same\", \"urn\": \"urn:pulumi:a::b\"}]}")]
    [InlineData("{\"steps\": [{\"op\": \"same\", \"urn\": \"urn:pulumi:a::b::c::\\ud800\"}]}")]
    [InlineData("{\"type\": \"prelude\"}\n{\"type\": \"summary\"}")]
    public void Gate_OnAFileOfAnotherKind_SaysSo(string text)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            Assert.Contains(path, Assert.Throws<UserException>(() => PlannedChanges.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>A type that somebody adds to the stack needs a decision: the gate refuses the loss of what it does not know.</summary>
    [Fact]
    public void Gate_OfEveryTypeThatTheStackCanDeclare_HasADecision()
    {
        using var packages = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.At("sdks", "resources.json")));
        var types = packages.RootElement.EnumerateObject()
            .SelectMany(package => package.Value.GetProperty("resources").EnumerateArray().Select(type => type.GetString()!));
        Assert.Equal(types.Order(StringComparer.Ordinal), ResourceKinds.Types.Append("tls:index/privateKey:PrivateKey").Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public Task Gate_OverEveryStack_KnowsEveryResource() => Infra.Stack.StackMatrix.Holds((stack, _) => stack.Resources
        .Where(resource => ProtectedKind.OfDeleted(ResourceUrn.Parse(resource.Urn)) == ProtectedKind.Unknown)
        .Select(resource => resource.Type));

    [Theory]
    [InlineData("aws:lambda/function:Function", true, false)]
    [InlineData("random:index/randomId:RandomId", true, false)]
    [InlineData("other:index:Component", false, true)]
    [InlineData("pulumi:providers:aws", true, true)]
    public void Gate_OnTheLossOfATypeThatItDoesNotKnow_RefusesUntilTheLabel(string type, bool custom, bool passes)
    {
        var urn = $"urn:pulumi:prod::secure-api::pulumi:pulumi:Stack${type}::a";
        foreach (var operation in new[] { "delete", "replace" })
        {
            var changes = Read(new { op = operation, urn, oldState = new { urn, custom, inputs = new { } } });
            Assert.Equal(passes, ReplaceGate.Evaluate(changes, []).Passes);
            Assert.True(ReplaceGate.Evaluate(changes, ["allow-replace:unknown-kind"]).Passes);
        }

        Assert.True(ReplaceGate.Evaluate(Read(new { op = "create", urn }), []).Passes);
    }

    /// <summary>Whatever the type: an operation that nobody knows may be a loss. The list is Pulumi's: StepOps in pkg/resource/deploy/step.go.</summary>
    [Theory]
    [InlineData("same", false)]
    [InlineData("create", false)]
    [InlineData("update", false)]
    [InlineData("delete", true)]
    [InlineData("replace", true)]
    [InlineData("create-replacement", true)]
    [InlineData("delete-replaced", true)]
    [InlineData("read", false)]
    [InlineData("read-replacement", true)]
    [InlineData("refresh", false)]
    [InlineData("discard", false)]
    [InlineData("discard-replaced", false)]
    [InlineData("remove-pending-replace", false)]
    [InlineData("import", false)]
    [InlineData("import-replacement", true)]
    [InlineData("diff", false)]
    [InlineData("extend-parameterize", false)]
    [InlineData("taint", null)]
    [InlineData("Delete", null)]
    [InlineData("", null)]
    public void Gate_OnEachOperationOfTheEngine_KnowsWhatItLoses(string operation, bool? loses)
    {
        foreach (var type in new[] { "aws:lb/loadBalancer:LoadBalancer", "aws:cloudwatch/dashboard:Dashboard" })
        {
            var changes = Changes($"urn:pulumi:prod::secure-api::pulumi:pulumi:Stack${type}::a", operation);
            if (loses is null)
                Assert.Contains($"'{operation}'", Assert.Throws<UserException>(() => ReplaceGate.Evaluate(changes, ["allow-replace:load-balancer"])).Message, StringComparison.Ordinal);
            else
                Assert.Equal(!loses.Value || type.Contains("dashboard", StringComparison.Ordinal), ReplaceGate.Evaluate(changes, []).Passes);
        }
    }

    /// <summary>What clients, partners and operators feel: each needs a word of its own.</summary>
    [Theory]
    [InlineData("aws:route53/record:Record", "dns-record")]
    [InlineData("aws:ecs/service:Service", "running-service")]
    [InlineData("aws:ecs/cluster:Cluster", "cluster")]
    [InlineData("aws:ec2/vpc:Vpc", "vpc")]
    [InlineData("aws:ec2/route:Route", "route")]
    [InlineData("aws:ec2/routeTable:RouteTable", "route")]
    [InlineData("aws:ec2/routeTableAssociation:RouteTableAssociation", "route")]
    [InlineData("aws:ec2/internetGateway:InternetGateway", "internet-gateway")]
    [InlineData("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "internet-gateway")]
    [InlineData("aws:ec2/natGateway:NatGateway", "nat-gateway")]
    [InlineData("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint")]
    [InlineData("aws:wafv2/webAcl:WebAcl", "web-acl")]
    [InlineData("aws:wafv2/webAclAssociation:WebAclAssociation", "web-acl")]
    [InlineData("aws:lb/listener:Listener", "listener")]
    [InlineData("aws:lb/listenerRule:ListenerRule", "listener")]
    [InlineData("aws:acm/certificate:Certificate", "certificate")]
    [InlineData("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "service-discovery")]
    [InlineData("aws:servicediscovery/service:Service", "service-discovery")]
    [InlineData("aws:sns/topic:Topic", "alarm-topic")]
    [InlineData("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "oidc-provider")]
    public void Gate_OnALossThatOthersFeel_RefusesUntilTheLabel(string type, string label)
    {
        foreach (var operation in new[] { "delete", "replace" })
        {
            var changes = Changes($"urn:pulumi:prod::secure-api::pulumi:pulumi:Stack${type}::a", operation);
            Assert.False(ReplaceGate.Evaluate(changes, []).Passes);
            Assert.True(ReplaceGate.Evaluate(changes, [$"allow-replace:{label}"]).Passes);
        }
    }

    /// <summary>A new list is in the trust store before the old one goes, and a rule is there before its predecessor goes.</summary>
    [Theory]
    [InlineData("aws:lb/trustStoreRevocation:TrustStoreRevocation", "revocation-list")]
    [InlineData("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "security-group")]
    [InlineData("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "security-group")]
    public void Gate_OnWhatAReplacementKeeps_RefusesTheDeletionAlone(string type, string label)
    {
        var urn = $"urn:pulumi:prod::secure-api::pulumi:pulumi:Stack${type}::a";
        Assert.True(ReplaceGate.Evaluate(Changes(urn, "replace"), []).Passes);
        Assert.False(ReplaceGate.Evaluate(Changes(urn, "delete"), []).Passes);
        Assert.True(ReplaceGate.Evaluate(Changes(urn, "delete"), [$"allow-replace:{label}"]).Passes);
    }

    /// <summary>
    /// Every protected resource of the production stack, once replaced and once deleted, in the documents that Pulumi would
    /// write: refused, with the input that forces it, until the pull request has the label.
    /// </summary>
    [Theory]
    [InlineData("replace")]
    [InlineData("create-replacement")]
    [InlineData("delete-replaced")]
    [InlineData("delete")]
    public async Task Gate_OverTheProdStack_RefusesTheLossOfEveryProtectedResource(string operation)
    {
        var stack = await Infra.Stack.StackMatrix.Record(Infra.Stack.StackMatrix.Prod);
        foreach (var resource in stack.Resources)
        {
            if (ProtectedKind.Of(ResourceUrn.Parse(resource.Urn)) is not { } kind)
                continue;
            var changes = Changes(resource.Urn, operation);

            var finding = Assert.Single(ReplaceGate.Evaluate(changes, []).Findings);
            Assert.Equal((kind.Name, resource.Name, false), (finding.Kind.Name, finding.Resource.Name, finding.IsAllowed));
            Assert.Equal(operation == "delete" ? "the program no longer declares it" : "input: \"old\" -> \"new\"", Assert.Single(finding.Reasons));
            Assert.True(ReplaceGate.Evaluate(changes, [kind.Label]).Passes);
            Assert.False(ReplaceGate.Evaluate(changes, ["allow-replace:another"]).Passes);
        }
    }

    [Theory]
    [InlineData("aws:cloudwatch/dashboard:Dashboard")]
    [InlineData("aws:ecs/taskDefinition:TaskDefinition")]
    [InlineData("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")]
    [InlineData("tls:index/privateKey:PrivateKey")]
    public void Gate_OnTheLossOfWhatIsMadeAgainInASecond_Passes(string type) =>
        Assert.True(ReplaceGate.Evaluate(Changes($"urn:pulumi:prod::secure-api::pulumi:pulumi:Stack${type}::a", "replace"), []).Passes);

    /// <summary>A digest that is taken away leaves the service without tasks; a first deployment and ordinary bounds do not.</summary>
    [Theory]
    [InlineData(4, 0, false)]
    [InlineData(0, 0, true)]
    [InlineData(0, 4, true)]
    [InlineData(4, 2, true)]
    [InlineData(4, 0, false, "replace")]
    public void Gate_WhenAServiceIsHeldAtZeroTasks_RefusesUntilTheLabel(int before, int after, bool passes, string operation = "update")
    {
        const string Target = "urn:pulumi:prod::secure-api::pulumi:pulumi:Stack$aws:appautoscaling/target:Target::secure-api-prod-api";
        var changes = Read(new
        {
            op = operation,
            urn = Target,
            oldState = new { urn = Target, inputs = new { maxCapacity = before } },
            newState = new { urn = Target, inputs = new { maxCapacity = after } },
        });

        var report = ReplaceGate.Evaluate(changes, []);
        Assert.Equal(passes, report.Passes);
        Assert.True(ReplaceGate.Evaluate(changes, [ProtectedKind.RunningService.Label]).Passes);
        if (!passes) Assert.Equal(("stop", "maxCapacity: 4 -> 0"), (report.Findings.Single().Operation, report.Findings.Single().Reasons.Single()));
    }

    /// <summary>A verifier may keep the list that it knows until one with a greater number comes (RFC 5280, section 5.2.3).</summary>
    [Theory]
    [InlineData(3, 3, 1, false)]
    [InlineData(3, 2, 1, false)]
    [InlineData(3, 4, 1, true)]
    [InlineData(3, 3, 0, true)]
    public void Gate_WhenARevocationListChanges_AsksForAGreaterNumber(int before, int after, int added, bool passes)
    {
        const string Urn = "urn:pulumi:prod::secure-api::pulumi:pulumi:Stack$aws:s3/bucketObjectv2:BucketObjectv2::secure-api-prod-crl-g1";
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=CA", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        string List(int number, int entries) => RevocationList.Build(
            authority.ExportCertificatePem(), key.ExportRSAPrivateKeyPem(), new RevocationListConfig { Number = number, ThisUpdate = new DateOnly(2026, 11, 20) },
            Enumerable.Range(0, entries).Select(entry => new RevokedCertificate($"{entry + 16:x2}", DateTimeOffset.UnixEpoch, X509RevocationReason.KeyCompromise)));
        var changes = Read(new
        {
            op = "update",
            urn = Urn,
            oldState = new { urn = Urn, inputs = new { content = List(before, 1) } },
            newState = new { urn = Urn, inputs = new { content = List(after, 1 + added) } },
        });

        var report = ReplaceGate.Evaluate(changes, []);
        Assert.Equal(passes, report.Passes);
        Assert.True(ReplaceGate.Evaluate(changes, ["allow-replace:revocation-list"]).Passes);
        if (!passes) Assert.Equal($"crl.number: {before} -> {after}, although the list changes: write {before + 1}, or more", Assert.Single(report.Findings).Reasons.Single());
    }

    [Theory]
    [InlineData("[unknown]")]
    [InlineData("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n")]
    public void Gate_OnAListThatIsNotKnownYet_Passes(string content)
    {
        const string Urn = "urn:pulumi:prod::secure-api::pulumi:pulumi:Stack$aws:s3/bucketObjectv2:BucketObjectv2::secure-api-prod-crl-g1";
        Assert.True(ReplaceGate.Evaluate(Read(new { op = "update", urn = Urn, oldState = new { inputs = new { content = "x" } }, newState = new { inputs = new { content } } }), []).Passes);
    }

    /// <summary>
    /// What Pulumi plans when <c>orders</c> leaves the settings of a production stack: the resources of the recorded stacks, in the
    /// documents that the engine would write. Everything that belongs to the service is one finding with one label.
    /// </summary>
    [Fact]
    public async Task Service_Removed_IsOneFindingWithOneLabel()
    {
        var (with, without) = (WithOrders("orders", "/orders"), Infra.Stack.StackCase.Minimal());
        var changes = await Plan(with, without);

        var finding = Assert.Single(ReplaceGate.Evaluate(changes, []).Findings);

        Assert.Equal(("remove", "allow-replace:service"), (finding.Operation, finding.Kind.Label));
        Assert.Equal("the program no longer declares the service orders", Assert.Single(finding.Reasons));
        Assert.True(ReplaceGate.Evaluate(changes, ["allow-replace:service"]).Passes);
        Assert.False(ReplaceGate.Evaluate(changes, ["allow-replace:renamed-service", "allow-replace:repository"]).Passes);
        foreach (var type in new[] { "ecr/repository:Repository", "ecs/service:Service", "cloudwatch/logGroup:LogGroup", "secretsmanager/secret:Secret", "ec2/securityGroup:SecurityGroup", "servicediscovery/service:Service" })
            Assert.Contains(changes.Steps, step => step.IsDeletion && step.Resource.Type == $"aws:{type}");
    }

    /// <summary>The label of a removal covers nothing of another service, not even of one whose name begins alike.</summary>
    [Theory]
    [InlineData("aws:cloudwatch/logGroup:LogGroup", "secure-api-prod-orders-v2", null)]
    [InlineData("aws:secretsmanager/secret:Secret", "secure-api-prod-orders-v2-key", "urn:pulumi:prod::secure-api::secure-api:secrets-manager:ServiceSecrets::secure-api-prod-orders-v2")]
    [InlineData("aws:ec2/securityGroup:SecurityGroup", "secure-api-prod-gateway", null)]
    [InlineData("aws:ecs/service:Service", "secure-api-prod-gateway", null)]
    public async Task Service_Removed_TakesNothingElseWithIt(string type, string name, string? parent)
    {
        var removal = await Plan(WithOrders("orders", "/orders"), Infra.Stack.StackCase.Minimal());
        var urn = $"urn:pulumi:prod::secure-api::{type}::{name}";
        var other = Read(new { op = "delete", urn, oldState = new { urn, parent, inputs = new { name } } });

        var report = ReplaceGate.Evaluate(new PlannedChanges([.. removal.Steps, .. other.Steps]), ["allow-replace:service"]);

        Assert.Equal(name, Assert.Single(report.Findings, finding => !finding.IsAllowed).Resource.Name);
    }

    /// <summary>A new name at the same path is a renamed service; at another path, one service goes and another comes.</summary>
    [Theory]
    [InlineData("/orders", "rename", "allow-replace:renamed-service", "the service orders goes, and purchases, which is new, takes its path /orders")]
    [InlineData("/purchases", "remove", "allow-replace:service", "the program no longer declares the service orders")]
    public async Task Service_Renamed_IsToldFromRemovingAndAdding(string path, string operation, string label, string reason)
    {
        var changes = await Plan(WithOrders("orders", "/orders"), WithOrders("purchases", path));

        var finding = Assert.Single(ReplaceGate.Evaluate(changes, []).Findings);

        Assert.Equal((operation, label, reason), (finding.Operation, finding.Kind.Label, Assert.Single(finding.Reasons)));
        Assert.True(ReplaceGate.Evaluate(changes, [label]).Passes);
        Assert.Contains("docs/runbooks/services.md", ReplaceGate.Evaluate(changes, []).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_AddedOrMovedToAnotherPort_NeedsNoLabel()
    {
        var before = WithOrders("orders", "/orders");
        var moved = before with { Services = before.Services.SetItem("orders", before.Services["orders"] with { Port = 9000 }) };

        Assert.Empty(ReplaceGate.Evaluate(await Plan(Infra.Stack.StackCase.Minimal(), before), []).Findings);
        Assert.Empty(ReplaceGate.Evaluate(await Plan(before, moved), []).Findings);
    }

    [Fact]
    public async Task Service_WhoseDigestIsTakenAway_IsARunningServiceThatStops()
    {
        var before = WithOrders("orders", "/orders");
        var changes = await Plan(before, before with { Images = before.Images.Remove("orders") });

        var finding = Assert.Single(ReplaceGate.Evaluate(changes, []).Findings);

        Assert.Equal(("delete", "allow-replace:running-service"), (finding.Operation, finding.Kind.Label));
    }

    private static StackConfig WithOrders(string name, string path)
    {
        var settings = Infra.Stack.StackCase.Minimal();
        var service = new ServiceConfig
        {
            PathPrefix = path,
            Secrets = SortedMaps.Empty<SecretText>().Add("ORDERS_KEY", SecretText.External).Add("ORDERS_TOKEN", new SecretText("secret")),
        };
        return settings with
        {
            Services = settings.Services.SetItem("api", settings.Services["api"] with { PathPrefix = "/api" }).Add(name, service),
            Images = settings.Images.Add(name, Infra.Stack.StackCase.Digest(name)),
        };
    }

    /// <summary>The steps from one stack to another. A task definition is replaced when it changes; everything else is updated.</summary>
    private static async Task<PlannedChanges> Plan(StackConfig before, StackConfig after)
    {
        var (old, young) = ((await Infra.Stack.StackMatrix.Record(before)).Resources.ToDictionary(item => item.Urn), (await Infra.Stack.StackMatrix.Record(after)).Resources.ToDictionary(item => item.Urn));
        var steps = old.Keys.Union(young.Keys).Order(StringComparer.Ordinal).SelectMany(urn =>
        {
            var (was, will) = (old.GetValueOrDefault(urn), young.GetValueOrDefault(urn));
            var op = was is null ? "create" : will is null ? "delete" : was.Inputs.Equals(will.Inputs) ? "same" : was.Type.EndsWith(":TaskDefinition", StringComparison.Ordinal) ? "replace" : "update";
            return Read(new { op, urn, oldState = State(was), newState = State(will) }).Steps;
        });
        return new PlannedChanges([.. steps]);

        static object? State(RecordedResource? resource) => resource is null ? null : new
        {
            urn = resource.Urn,
            custom = resource.IsCustom,
            parent = resource.Parent?.Urn,
            dependencies = resource.Dependencies,
            inputs = resource.Inputs.Names.Where(name => resource.Inputs.Text(name) is not null).ToDictionary(name => name, name => resource.Inputs.Text(name)),
        };
    }

    [Fact]
    public async Task Labels_OfEveryKind_AreInTheDocumentation()
    {
        var text = File.ReadAllText(RepositoryFiles.At("docs", "delivery.md"));
        var stack = await Infra.Stack.StackMatrix.Record(Infra.Stack.StackMatrix.Case("everything"));
        var labels = stack.Resources.Select(resource => ProtectedKind.OfDeleted(ResourceUrn.Parse(resource.Urn))?.Label).OfType<string>()
            .Append(ProtectedKind.RunningService.Label).Append(ProtectedKind.Service.Label).Append(ProtectedKind.RenamedService.Label).Append(ProtectedKind.Unknown.Label).Distinct().ToList();
        Assert.All(labels, label => Assert.Contains($"| `{label}` |", text, StringComparison.Ordinal));
        Assert.All(labels, label => Assert.Matches($"for kind in .*\\b{label.Split(':')[1]}\\b", text));
    }

    private static PlannedChanges Changes(string urn, string operation)
    {
        var step = new
        {
            op = operation,
            urn,
            oldState = new { urn, inputs = new { input = "old", other = 1 } },
            newState = new { urn, inputs = new { input = "new", other = 2 } },
            replaceReasons = new[] { "input" },
            detailedDiff = new { input = new { kind = "update-replace" }, other = new { kind = "update" } },
        };
        return Read(step);
    }

    private static PlannedChanges Read(object step)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, JsonSerializer.Serialize(new { steps = new[] { step } }));
            return PlannedChanges.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static GateReport Judge(string file, params string[] labels) =>
        ReplaceGate.Evaluate(PlannedChanges.Read(RepositoryFiles.At("tests", "Delivery", "Data", $"{file}.json")), labels);
}
