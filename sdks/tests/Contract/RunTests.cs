using System.Collections.Immutable;
using Moq;
using Pulumi;
using Pulumi.Testing;
using Xunit;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>Running a stack in process.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task TestAsync_Stack_GivesItFirst()
    {
        var resources = await Deployment.TestAsync<OneThingStack>(new RecordingMocks(), Run.Preview);

        Assert.IsType<OneThingStack>(resources[0]);
        Assert.IsType<Thing>(resources[1]);
        Assert.Equal(2, resources.Length);
    }

    [Fact]
    public async Task TestAsync_Stack_IsNoResourceOfTheMocks()
    {
        var mocks = new RecordingMocks();

        await Deployment.TestAsync<OneThingStack>(mocks, Run.Preview);

        Assert.Equal(["thing"], mocks.Resources.Select(resource => resource.Name));
    }

    [Fact]
    public async Task TestAsync_StackOutputs_AreRegistered()
    {
        var mocks = new RecordingMocks();

        await Deployment.TestAsync<OneThingStack>(mocks, Run.Preview);

        var outputs = mocks.Outputs.Single(request => request.Urn.EndsWith("::proj-dev", StringComparison.Ordinal)).Outputs;
        Assert.Equal("thing-id", await Run.Value(outputs["thing"]));
        Assert.True(await Output.IsSecretAsync(outputs["Key"]));
    }

    [Fact]
    public async Task TestWithServiceProviderAsync_RegisteredStack_IsUsed()
    {
        var services = new Mock<IServiceProvider>();
        services.Setup(provider => provider.GetService(typeof(NamedStack))).Returns(() => new NamedStack("injected"));

        var resources = await Deployment.TestWithServiceProviderAsync<NamedStack>(new RecordingMocks(), services.Object, Run.Preview);

        Assert.Equal("injected", resources[1].GetResourceName());
    }

    [Fact]
    public async Task TestWithServiceProviderAsync_UnregisteredStack_Fails()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestWithServiceProviderAsync<NamedStack>(
            new RecordingMocks(), Mock.Of<IServiceProvider>(), Run.Preview));

        Assert.Contains("Failed to resolve instance of type", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestAsync_Delegates_GiveResourcesWithoutTheStack()
    {
        var mocks = new RecordingMocks();

        var (resources, outputs) = await Deployment.TestAsync(mocks, Run.Preview, () =>
        {
            var thing = new Thing("thing");
            return new Dictionary<string, object?> { ["id"] = thing.Id };
        });
        var (later, laterOutputs) = await Deployment.TestAsync(mocks, Run.Preview, async () =>
        {
            await Task.Yield();
            _ = new Thing("later");
            return (IDictionary<string, object?>)new Dictionary<string, object?> { ["n"] = 1 };
        });

        Assert.Equal("thing", Assert.Single(resources).GetResourceName());
        Assert.Equal("thing-id", await Run.Value((Output<string>)outputs["id"]!));
        Assert.Equal("later", Assert.Single(later).GetResourceName());
        Assert.Equal(1, laterOutputs["n"]);
    }

    [Fact]
    public async Task TestAsync_NoOptions_HasThePublishedDefaults()
    {
        (string Project, string Stack, string Organization, bool IsDryRun) seen = default;

        await Deployment.TestAsync(new RecordingMocks(), new TestOptions(), () =>
        {
            var instance = Deployment.Instance;
            seen = (instance.ProjectName, instance.StackName, instance.OrganizationName, instance.IsDryRun);
            Assert.Throws<InvalidOperationException>(() => instance.RootDirectory);
        });

        Assert.Equal(("project", "stack", "organization", true), seen);
    }

    [Fact]
    public async Task TestAsync_Options_AreUsed()
    {
        (string Organization, bool IsDryRun, string Root) seen = default;
        var options = new TestOptions { OrganizationName = "acme", IsPreview = false, RootDirectory = "/project" };

        await Deployment.TestAsync(new RecordingMocks(), options, () =>
        {
            var instance = Deployment.Instance;
            seen = (instance.OrganizationName, instance.IsDryRun, instance.RootDirectory);
        });

        Assert.Equal(("acme", false, "/project"), seen);
    }

    [Fact]
    public async Task TestAsync_ManyAtOnce_KeepTheirInstancesApart()
    {
        var names = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            string inConstructor = "", inApply = "";
            var mocks = new RecordingMocks { Delay = async _ => await Task.Delay(1) };
            await Deployment.TestAsync(mocks, new TestOptions { StackName = $"s{i}" }, () =>
            {
                inConstructor = Deployment.Instance.StackName;
                new Thing("thing").Id.Apply(_ => inApply = Deployment.Instance.StackName);
            });
            return (inConstructor, inApply);
        }));

        Assert.All(names.Index(), entry => Assert.Equal(($"s{entry.Index}", $"s{entry.Index}"), entry.Item));
    }

    [Fact]
    public async Task Instance_AfterARun_IsGone()
    {
        await Deployment.TestAsync<OneThingStack>(new RecordingMocks(), Run.Preview);

        Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
    }

    [Fact]
    public async Task TestAsync_InsideARun_IsRefused()
    {
        InvalidOperationException? error = null;

        await Deployment.TestAsync(new RecordingMocks(), Run.Preview, async () => error =
            await Assert.ThrowsAsync<InvalidOperationException>(() => Deployment.TestAsync<OneThingStack>(new RecordingMocks())));

        Assert.Equal("Deployment.Instance should only be set once at the beginning of a 'Run' call.", error!.Message);
    }

    [Fact]
    public void Resource_OutsideARun_Throws()
        => Assert.Throws<InvalidOperationException>(() => new Thing("thing"));

    [Fact]
    public async Task RunAsync_WithoutTheEngine_Throws()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => Deployment.RunAsync<OneThingStack>());

    [Fact]
    public async Task Mocks_LooseMoq_NeedNoThirdMember()
    {
        var mocks = new Mock<IMocks>();
        mocks.Setup(mock => mock.NewResourceAsync(It.IsAny<MockResourceArgs>()))
            .ReturnsAsync((MockResourceArgs args) => ($"{args.Name}-id", (object)ImmutableDictionary<string, object>.Empty));

        var resources = await Deployment.TestAsync<OneThingStack>(mocks.Object, Run.Preview);

        Assert.Equal("thing-id", await Run.Value(((Thing)resources[1]).Id));
        mocks.Verify(mock => mock.NewResourceAsync(It.IsAny<MockResourceArgs>()), Times.Once);
    }

    [Fact]
    public async Task Mocks_StrictMoq_NeedTheThirdMember()
    {
        var mocks = new Mock<IMocks>(MockBehavior.Strict);
        mocks.Setup(mock => mock.NewResourceAsync(It.IsAny<MockResourceArgs>()))
            .ReturnsAsync(("id", (object)ImmutableDictionary<string, object>.Empty));

        await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<OneThingStack>(mocks.Object, Run.Preview));

        mocks.Setup(mock => mock.RegisterResourceOutputs(It.IsAny<MockRegisterResourceOutputsRequest>())).Returns(Task.CompletedTask);
        Assert.Equal(2, (await Deployment.TestAsync<OneThingStack>(mocks.Object, Run.Preview)).Length);
    }

    internal sealed class OneThingStack : Pulumi.Stack
    {
        public OneThingStack() => Thing = new Thing("thing").Id;

        [Output("thing")]
        public Output<string> Thing { get; private set; }

        [Output]
        public Output<string> Key { get; private set; } = Output.CreateSecret("k");
    }

    private sealed class NamedStack : Pulumi.Stack
    {
        public NamedStack(string name) => _ = new Thing(name);
    }
}
