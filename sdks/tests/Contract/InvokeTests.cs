using System.Collections.Immutable;
using Pulumi;
using Xunit;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>Functions of providers under mocks.</summary>
public sealed class InvokeTests
{
    private static readonly Dictionary<string, object> Zones = new() { ["names"] = new[] { "a", "b" }, ["count"] = 2 };

    [Fact]
    public async Task InvokeAsync_PlainArguments_GoToTheMock()
    {
        var mocks = new RecordingMocks { Call = _ => Zones };
        GetZonesResult result = null!;

        await Deployment.TestAsync(mocks, Run.Preview, async () => result = await GetZones.InvokeAsync(new GetZonesArgs { State = "available" }));

        var call = Assert.Single(mocks.Calls);
        Assert.Equal((GetZones.Token, ""), (call.Token, call.Provider));
        Assert.Equal("available", call.Args["state"]);
        Assert.Equal(["a", "b"], result.Names);
        Assert.Equal(2, result.Count);
    }

    [Fact]
    public async Task Invoke_OutputArguments_GoToTheSameMock()
    {
        var mocks = new RecordingMocks { Call = _ => Zones };
        Thing thing = null!;
        Output<GetZonesResult> result = null!;

        await Run.InPreview(mocks, () =>
        {
            thing = new Thing("thing");
            result = GetZones.Invoke(new GetZonesInvokeArgs { State = thing.Id });
        });

        Assert.Equal("thing-id", Assert.Single(mocks.Calls).Args["state"]);
        Assert.Equal(2, (await Run.Value(result)).Count);
        Assert.Contains(thing, await Pulumi.Utilities.OutputUtilities.GetDependenciesAsync(result));
    }

    [Fact]
    public async Task Invoke_UnknownArgument_IsNotCalled()
    {
        var mocks = new RecordingMocks();
        Output<GetZonesResult> result = null!;

        await Run.InPreview(mocks, () => result = GetZones.Invoke(new GetZonesInvokeArgs { State = Run.Unknown<string>() }));

        Assert.Empty(mocks.Calls);
        Assert.False(await Run.IsKnown(result));
    }

    [Fact]
    public async Task Invoke_DependsOnAResourceWithoutAnId_IsUnknown()
    {
        var mocks = new RecordingMocks { Make = _ => (null, ImmutableDictionary<string, object>.Empty) };
        Output<GetZonesResult> result = null!;

        await Run.InPreview(mocks, () => result = GetZones.Invoke(
            new GetZonesInvokeArgs { State = "x" }, new InvokeOutputOptions { DependsOn = { new Thing("thing") } }));

        Assert.Empty(mocks.Calls);
        Assert.False(await Run.IsKnown(result));
    }

    [Fact]
    public async Task Invoke_SecretInTheResult_IsSecret()
    {
        var mocks = new RecordingMocks { Call = _ => new Dictionary<string, object> { ["count"] = Output.CreateSecret(2) } };
        Output<GetZonesResult> result = null!;

        await Run.InPreview(mocks, () => result = GetZones.Invoke(new GetZonesInvokeArgs { State = "x" }));

        Assert.True(await Output.IsSecretAsync(result));
        Assert.Equal(2, (await Run.Value(result)).Count);
    }

    [Fact]
    public async Task Invoke_Provider_ReachesTheMock()
    {
        var mocks = new RecordingMocks { Call = _ => Zones };

        await Run.InPreview(mocks, () =>
        {
            var provider = new ThingProvider("provider");
            var group = new Group("group", new ComponentResourceOptions { Provider = provider });
            GetZones.Invoke(new GetZonesInvokeArgs { State = "x" }, new InvokeOptions { Provider = provider });
            GetZones.Invoke(new GetZonesInvokeArgs { State = "x" }, new InvokeOptions { Parent = group });
        });

        Assert.All(mocks.Calls, call => Assert.EndsWith("$pulumi:providers:test::provider::provider-id", call.Provider, StringComparison.Ordinal));
        Assert.Equal(2, mocks.Calls.Count);
    }

    [Fact]
    public async Task InvokeAsync_ResultThatIsNoDictionary_Fails()
    {
        var mocks = new RecordingMocks { Call = _ => "text" };

        var error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            mocks, Run.Preview, async () => { await GetZones.InvokeAsync(new GetZonesArgs { State = "x" }); }));

        Assert.Contains("System.String is not a supported argument type", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_MissingRequiredArgument_Fails()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            new RecordingMocks(), Run.Preview, async () => { await GetZones.InvokeAsync(new GetZonesArgs()); }));

        Assert.Contains("GetZonesArgs.State is required but was not given a value", error.Message, StringComparison.Ordinal);
    }
}
