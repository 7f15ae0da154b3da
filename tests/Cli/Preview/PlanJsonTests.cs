using System.Text.Json;
using SecureApi.Cli.Preview.Reporting;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Cli.Preview;

/// <summary>The plan against the engine's own types, PreviewDigest and ResourceV3 of pulumi/pulumi.</summary>
public sealed class PlanJsonTests
{
    private static readonly string[] StepMembers = ["op", "urn", "provider", "newState", "detailedDiff"];

    private static readonly string[] StateMembers =
    [
        "urn", "custom", "id", "type", "inputs", "outputs", "parent", "protect", "dependencies", "provider", "propertyDependencies",
        "additionalSecretOutputs", "aliases", "customTimeouts", "importID", "retainOnDelete", "deletedWith", "ignoreChanges", "replaceOnChanges",
    ];

    [Theory]
    [InlineData("prod")]
    [InlineData("dev")]
    public async Task Plan_OfAStack_HasTheEnginesShape(string stack)
    {
        using var plan = await Plan(stack);
        var steps = plan.RootElement.GetProperty("steps").EnumerateArray().ToList();

        Assert.Equal(["steps", "changeSummary"], plan.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(steps.Count, plan.RootElement.GetProperty("changeSummary").GetProperty("create").GetInt32());
        foreach (var step in steps)
        {
            Assert.Equal("create", step.GetProperty("op").GetString());
            AssertOrder(StepMembers, step);
            AssertOrder(StateMembers, step.GetProperty("newState"));
            Assert.Equal(step.GetProperty("urn").GetString(), step.GetProperty("newState").GetProperty("urn").GetString());
        }
    }

    [Fact]
    public async Task Plan_OfProd_RefersOnlyToResourcesThatAreInIt()
    {
        using var plan = await Plan("prod");
        var states = plan.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("newState")).ToList();
        var urns = states.Select(state => state.GetProperty("urn").GetString()).ToHashSet();

        Assert.Equal(states.Count, urns.Count);
        foreach (var state in states)
        {
            Assert.All(Texts(state, "dependencies"), urn => Assert.Contains(urn, urns));
            Assert.Contains(state.TryGetProperty("parent", out var parent) ? parent.GetString() : states[0].GetProperty("urn").GetString(), urns);
            if (!state.TryGetProperty("propertyDependencies", out var properties))
                continue;
            foreach (var property in properties.EnumerateObject())
            {
                Assert.True(state.GetProperty("inputs").TryGetProperty(property.Name, out _), property.Name);
                Assert.Subset(Texts(state, "dependencies").ToHashSet(), property.Value.EnumerateArray().Select(urn => urn.GetString()!).ToHashSet());
            }
        }
    }

    [Fact]
    public async Task Plan_OfProd_HasTheWholeChainOfTypesInItsUrns()
    {
        using var plan = await Plan("prod");
        var states = plan.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("newState")).ToList();
        var byUrn = states.ToDictionary(state => state.GetProperty("urn").GetString()!);

        foreach (var state in states.Skip(1))
        {
            var parent = byUrn[state.GetProperty("parent").GetString()!];
            var own = state.GetProperty("type").GetString();
            var expected = parent.GetProperty("type").GetString() == "pulumi:pulumi:Stack" ? own : $"{Chain(parent)}${own}";
            Assert.Equal(expected, Chain(state));
        }

        static string Chain(JsonElement state) => state.GetProperty("urn").GetString()!.Split("::")[2];
    }

    [Fact]
    public async Task Plan_OfProd_SaysWhatIsRetained()
    {
        using var plan = await Plan("prod");
        var retained = plan.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("newState"))
            .Where(state => state.TryGetProperty("retainOnDelete", out var retain) && retain.GetBoolean()).ToList();

        Assert.NotEmpty(retained);
        Assert.All(retained, state => Assert.Equal("aws:secretsmanager/secretVersion:SecretVersion", state.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("prod", true)]
    [InlineData("dev", false)]
    public async Task Plan_OfAStack_SaysWhatIsProtected(string stack, bool isProtected)
    {
        using var plan = await Plan(stack);
        var balancer = plan.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("newState"))
            .Single(state => state.GetProperty("type").GetString() == "aws:lb/loadBalancer:LoadBalancer");
        Assert.Equal(isProtected, balancer.TryGetProperty("protect", out var value) && value.GetBoolean());
    }

    [Fact]
    public async Task Plan_OfProd_KeepsJsonAsText()
    {
        using var plan = await Plan("prod");
        var documents = plan.RootElement.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("newState"))
            .Where(state => state.GetProperty("type").GetString() is "aws:ecs/taskDefinition:TaskDefinition")
            .Select(state => state.GetProperty("inputs").GetProperty("containerDefinitions")).ToList();

        Assert.NotEmpty(documents);
        Assert.All(documents, document => Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(document.GetString()!).RootElement.ValueKind));
    }

    private static async Task<JsonDocument> Plan(string stack)
    {
        var recorded = await StackMatrix.Record(stack == "prod" ? StackMatrix.Prod : StackMatrix.Dev);
        return JsonDocument.Parse(PlanJson.Write(new PreviewReport(recorded, [])));
    }

    private static List<string> Texts(JsonElement state, string member) =>
        state.TryGetProperty(member, out var list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];

    private static void AssertOrder(string[] known, JsonElement element)
    {
        var names = element.EnumerateObject().Select(member => member.Name).ToList();
        Assert.All(names, name => Assert.Contains(name, known));
        Assert.Equal(names.OrderBy(name => Array.IndexOf(known, name)), names);
    }
}
