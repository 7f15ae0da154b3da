using System.Text.Json;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Gate;
using SecureApi.Cli.Preview.Recording;
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
        Assert.Equal(["subnet", "load balancer"], report.Findings.Select(finding => finding.Kind.Name));
        Assert.Equal(
            [
                "cidrBlock: \"10.20.128.0/20\" -> \"10.24.128.0/20\"",
                "vpcId: comes from aws:ec2/vpc:Vpc secure-api-prod, which is replaced",
            ],
            report.Findings[0].Reasons);
        Assert.Equal(["internal: false -> true"], report.Findings[1].Reasons);
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
        var report = Judge("preview-replace", "documentation", "allow-replace:subnet", "allow-replace:load-balancer");
        Assert.True(report.Passes);
        Assert.Equal(2, report.Findings.Length);
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

    [Fact]
    public async Task Gate_OverTheProdStack_ProtectsEveryKindThatItKnows()
    {
        // Every type token of the gate exists in the stack: a renamed type would silently be unprotected.
        var stack = await Infra.Stack.StackMatrix.Record(Infra.Stack.StackMatrix.Prod);
        var kinds = stack.Resources.Select(resource => ProtectedKind.Of(ResourceUrn.Parse(resource.Urn))?.Name).OfType<string>().Distinct();
        Assert.Equal(
            ["bucket", "ca", "elastic ip", "kms key", "load balancer", "log group", "repository", "secret", "security group", "subnet", "target group", "trust store"],
            kinds.Order(StringComparer.Ordinal));
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
    public void Gate_WhenAServiceIsHeldAtZeroTasks_RefusesUntilTheLabel(int before, int after, bool passes)
    {
        const string Target = "urn:pulumi:prod::secure-api::pulumi:pulumi:Stack$aws:appautoscaling/target:Target::secure-api-prod-api";
        var changes = Read(new
        {
            op = "update",
            urn = Target,
            oldState = new { urn = Target, inputs = new { maxCapacity = before } },
            newState = new { urn = Target, inputs = new { maxCapacity = after } },
        });

        var report = ReplaceGate.Evaluate(changes, []);
        Assert.Equal(passes, report.Passes);
        Assert.True(ReplaceGate.Evaluate(changes, [ProtectedKind.RunningService.Label]).Passes);
        if (!passes) Assert.Equal(("stop", "maxCapacity: 4 -> 0"), (report.Findings.Single().Operation, report.Findings.Single().Reasons.Single()));
    }

    [Fact]
    public async Task Labels_OfEveryKind_AreInTheDocumentation()
    {
        var text = File.ReadAllText(RepositoryFiles.At("docs", "delivery.md"));
        var stack = await Infra.Stack.StackMatrix.Record(Infra.Stack.StackMatrix.Prod);
        var labels = stack.Resources.Select(resource => ProtectedKind.Of(ResourceUrn.Parse(resource.Urn))?.Label).OfType<string>()
            .Append(ProtectedKind.RunningService.Label).Distinct().ToList();
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
