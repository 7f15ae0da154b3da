using System.Collections.Immutable;
using Pulumi;
using Xunit;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>URNs, providers, options and the order of registrations under mocks.</summary>
public sealed class ResourceTests
{
    [Fact]
    public async Task Urn_StackAndItsResources_HaveOneLevelOfParents()
    {
        var resources = await Deployment.TestAsync<NestedStack>(new RecordingMocks(), Run.Preview);

        var urns = await Task.WhenAll(resources.Select(resource => Run.Value(resource.Urn)));
        Assert.Equal(
            [
                "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev",
                $"urn:pulumi:dev::proj::pulumi:pulumi:Stack${Group.Token}::outer",
                $"urn:pulumi:dev::proj::pulumi:pulumi:Stack${Group.Token}::inner",
                $"urn:pulumi:dev::proj::pulumi:pulumi:Stack${Thing.Token}::thing",
            ],
            urns);
    }

    [Fact]
    public async Task Resource_NameAndType_AreTheGivenOnes()
    {
        var thing = (Thing)(await Run.InPreview(new RecordingMocks(), () => _ = new Thing("thing"))).Single();

        Assert.Equal("thing", thing.GetResourceName());
        Assert.Equal(Thing.Token, thing.GetResourceType());
    }

    [Fact]
    public async Task Provider_GivenOrInherited_IsItsUrnAndId()
    {
        var mocks = new RecordingMocks();

        await Run.InPreview(mocks, () =>
        {
            var provider = new ThingProvider("provider");
            var outer = new Group("outer", new ComponentResourceOptions { Provider = provider });
            var inner = new Group("inner", new ComponentResourceOptions { Parent = outer });
            _ = new Thing("plain");
            _ = new Thing("given", null, new CustomResourceOptions { Provider = provider });
            _ = new Thing("inherited", null, new CustomResourceOptions { Parent = inner });
            var listed = new Group("listed", new ComponentResourceOptions { Providers = { provider } });
            _ = new Thing("fromList", null, new CustomResourceOptions { Parent = listed });
        });

        const string Reference = "urn:pulumi:dev::proj::pulumi:pulumi:Stack$pulumi:providers:test::provider::provider-id";
        Assert.Equal("", mocks["plain"].Provider);
        Assert.Equal("", mocks["outer"].Provider);
        Assert.Equal([Reference, Reference, Reference], new[] { "given", "inherited", "fromList" }.Select(name => mocks[name].Provider));
    }

    [Fact]
    public async Task Provider_OfAnotherPackage_IsNotInherited()
    {
        var mocks = new RecordingMocks();

        await Run.InPreview(mocks, () =>
        {
            var other = new ProviderResource("other", "provider", new ThingProviderArgs(), null);
            var group = new Group("group", new ComponentResourceOptions { Provider = other });
            _ = new Thing("thing", null, new CustomResourceOptions { Parent = group });
        });

        Assert.Equal("", mocks["thing"].Provider);
    }

    [Fact]
    public async Task Transformation_OfAParent_SeesArgsAndOptionsAndMayChangeThem()
    {
        var seen = new List<(string Name, bool? Protect, string? Ignored)>();
        var mocks = new RecordingMocks();

        await Run.InPreview(mocks, () =>
        {
            var group = new Group("group", new ComponentResourceOptions
            {
                ResourceTransformations =
                {
                    args =>
                    {
                        seen.Add((args.Resource.GetResourceName(), args.Options.Protect, args.Options.IgnoreChanges.SingleOrDefault()));
                        return args.Args is ThingArgs thing
                            ? new ResourceTransformationResult(new ThingArgs { DisplayName = "changed", Size = thing.Size }, args.Options)
                            : null;
                    },
                },
            });
            _ = new Thing("thing", new ThingArgs { Size = 3 }, new CustomResourceOptions { Parent = group, Protect = true, IgnoreChanges = { "size" } });
        });

        Assert.Equal([("group", null, null), ("thing", true, "size")], seen);
        Assert.Equal("changed", mocks["thing"].Inputs["displayName"]);
        Assert.Equal(3.0, mocks["thing"].Inputs["size"]);
    }

    [Fact]
    public async Task Transformation_OfTheStack_SeesEveryResource()
    {
        var resources = new List<string>();

        await Deployment.TestWithServiceProviderAsync<TransformedStack>(
            new RecordingMocks(), new OneService(() => new TransformedStack(resources)), Run.Preview);

        Assert.Equal(["proj-dev", "group", "thing"], resources);
    }

    [Fact]
    public async Task Transformation_ChangesTheParent_IsRefused()
    {
        var message = await Run.FailureOf(() =>
        {
            var group = new Group("group");
            _ = new Thing("thing", null, new CustomResourceOptions
            {
                ResourceTransformations = { args => new ResourceTransformationResult(args.Args, new CustomResourceOptions { Parent = group }) },
            });
        });

        Assert.Contains("Transformations cannot currently be used to change the 'parent' of a resource.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_ThatDeclaresAfterAnAwait_IsRegisteredToItsEnd()
    {
        var mocks = new RecordingMocks
        {
            Make = args =>
            {
                Thread.Sleep(2);
                return ($"{args.Name}-id", ImmutableDictionary<string, object>.Empty);
            },
        };

        var resources = await Run.InPreview(mocks, () => Output.Create(DeclareLater()));

        static async Task<string> DeclareLater()
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            for (var index = 0; index < 30; index++)
                _ = new Thing($"thing-{index}");
            return "";
        }

        Assert.Equal(30, resources.Length);
        Assert.Equal(30, mocks.Resources.Count);
    }

    [Fact]
    public async Task Order_CompletedInputs_IsTheOrderOfConstruction()
    {
        var mocks = new RecordingMocks();

        var resources = await Run.InPreview(mocks, () =>
        {
            var group = new Group("group");
            var first = new Thing("first", null, new CustomResourceOptions { Parent = group });
            _ = new Thing("second", new ThingArgs { DisplayName = first.Id }, new CustomResourceOptions { DependsOn = { group } });
        });

        Assert.Equal(["group", "first", "second"], mocks.Resources.Select(resource => resource.Name));
        Assert.Equal(["group", "first", "second"], resources.Select(resource => resource.GetResourceName()));
    }

    [Fact]
    public async Task Order_ResourceThatDependsOnAComponent_WaitsForItsChildren()
    {
        var release = new TaskCompletionSource();
        var mocks = new RecordingMocks
        {
            Delay = args => args.Name == "child" ? release.Task : Task.CompletedTask,
            Make = args =>
            {
                if (args.Name == "free")
                    release.SetResult();
                return ($"{args.Name}-id", ImmutableDictionary<string, object>.Empty);
            },
        };

        await Run.InPreview(mocks, () =>
        {
            var group = new Group("group");
            _ = new Thing("child", null, new CustomResourceOptions { Parent = group });
            _ = new Thing("dependent", null, new CustomResourceOptions { DependsOn = { group } });
            _ = new Thing("free");
        });

        Assert.Equal(["group", "child", "free", "dependent"], mocks.Resources.Select(resource => resource.Name));
    }

    [Fact]
    public async Task Mocks_Asynchronous_GiveTheSameResult()
    {
        var mocks = new RecordingMocks
        {
            Delay = async _ => await Task.Yield(),
            Make = args => (args.Name + "-id", new Dictionary<string, object> { ["arn"] = "arn:" + args.Name }),
        };
        Thing last = null!;

        await Run.InPreview(mocks, () =>
        {
            var previous = new Thing("thing-0");
            for (var i = 1; i < 20; i++)
                previous = new Thing($"thing-{i}", new ThingArgs { DisplayName = previous.Arn.Apply(arn => arn + "!") });
            last = previous;
        });

        Assert.Equal("arn:thing-18!", mocks["thing-19"].Inputs["displayName"]);
        Assert.Equal("arn:thing-19", await Run.Value(last.Arn));
    }

    [Fact]
    public async Task RegisterOutputs_Component_GoToTheMocks()
    {
        var mocks = new RecordingMocks();

        await Run.InPreview(mocks, () => new Group("group").Register());

        var request = mocks.Outputs.Single(request => request.Urn.EndsWith("::group", StringComparison.Ordinal));
        Assert.Equal(["Password", "address"], request.Outputs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("10.0.0.1", await Run.Value(request.Outputs["address"]));
        Assert.True(await Output.IsSecretAsync(request.Outputs["Password"]));
    }

    [Fact]
    public async Task RegisterOutputs_ADictionary_KeepsUnknownAndSecretApart()
    {
        var mocks = new RecordingMocks();

        await Run.InPreview(mocks, () => new Group("group").Register(new Dictionary<string, object?>
        {
            ["number"] = 1,
            ["nothing"] = null,
            ["unknown"] = Run.Unknown<string>(),
        }));

        var outputs = mocks.Outputs.Single(request => request.Urn.EndsWith("::group", StringComparison.Ordinal)).Outputs;
        Assert.Equal(["number", "unknown"], outputs.Keys.Order());
        Assert.Equal(1.0, await Run.Value(outputs["number"]));
        Assert.False(await Run.IsKnown(outputs["unknown"]));
    }

    [Fact]
    public void Merge_CustomOptions_SecondWinsAndListsAreJoined()
    {
        var first = new CustomResourceOptions { Protect = true, ImportId = "a", IgnoreChanges = { "x" }, Version = "1.0.0" };
        var second = new CustomResourceOptions { Protect = false, IgnoreChanges = { "y" }, AdditionalSecretOutputs = { "z" } };

        var merged = CustomResourceOptions.Merge(first, second);

        Assert.Equal((false, "a", "1.0.0"), (merged.Protect, merged.ImportId, merged.Version));
        Assert.Equal(["x", "y"], merged.IgnoreChanges);
        Assert.Equal(["z"], merged.AdditionalSecretOutputs);
        Assert.Equal(["x"], first.IgnoreChanges);
        Assert.NotSame(first, CustomResourceOptions.Merge(first, null));
        Assert.Null(CustomResourceOptions.Merge(null, null).Protect);
    }

    [Fact]
    public async Task Merge_ComponentOptions_LastProviderOfAPackageWins()
    {
        ComponentResourceOptions merged = null!;
        await Run.InPreview(new RecordingMocks(), () => merged = ComponentResourceOptions.Merge(
            new ComponentResourceOptions { Providers = { new ThingProvider("a"), new ProviderResource("other", "o", new ThingProviderArgs(), null) } },
            new ComponentResourceOptions { Providers = { new ThingProvider("b") } }));

        Assert.Equal(["o", "b"], merged.Providers.Select(provider => provider.GetResourceName()));
    }

    [Fact]
    public async Task StackReference_OutputsFromTheMock_AreGiven()
    {
        var mocks = new RecordingMocks
        {
            Make = args => (args.Name, new Dictionary<string, object>
            {
                ["name"] = args.Name!,
                ["outputs"] = new Dictionary<string, object> { ["url"] = "https://x", ["key"] = Output.CreateSecret("k") },
                ["secretOutputNames"] = new[] { "key" },
            }),
        };
        StackReference reference = null!;

        await Run.InPreview(mocks, () => reference = new StackReference("org/net/prod"));

        Assert.Equal("pulumi:pulumi:StackReference", mocks["org/net/prod"].Type);
        Assert.Equal("https://x", await Run.Value(reference.RequireOutput("url")));
        Assert.False(await Output.IsSecretAsync(reference.GetOutput("url")));
        Assert.True(await Output.IsSecretAsync(reference.GetOutput("key")));
        Assert.Null(await Run.Value(reference.GetOutput("none")));
        Assert.Equal("k", (await reference.GetOutputDetailsAsync("key")).SecretValue);
        await Assert.ThrowsAsync<InvalidOperationException>(() => reference.GetValueAsync("key"));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Run.Value(reference.RequireOutput("none")));
    }

    [Fact]
    public async Task Alias_UrnAndName_FailTheRun()
    {
        var message = await Run.FailureOf(() => _ = new Thing("thing", null, new CustomResourceOptions
        {
            Aliases = { new Alias { Urn = "urn:pulumi:dev::proj::x::y", Name = "old" } },
        }));

        Assert.Contains("Alias should not specify both Urn and Name", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UrnCreate_Parts_AreJoined()
    {
        string? plain = null, nested = null;
        await Deployment.TestAsync(new RecordingMocks(), Run.Preview, async () =>
        {
            plain = await Run.Value(Urn.Create("n", "a:b:C"));
            nested = await Run.Value(Urn.Create("n", "a:b:C", new Group("group")));
        });

        Assert.Equal("urn:pulumi:dev::proj::a:b:C::n", plain);
        Assert.Equal($"urn:pulumi:dev::proj::pulumi:pulumi:Stack${Group.Token}$a:b:C::n", nested);
    }

    internal sealed class NestedStack : Pulumi.Stack
    {
        public NestedStack()
        {
            var outer = new Group("outer");
            var inner = new Group("inner", new ComponentResourceOptions { Parent = outer });
            _ = new Thing("thing", null, new CustomResourceOptions { Parent = inner });
        }
    }

    private sealed class TransformedStack : Pulumi.Stack
    {
        public TransformedStack(List<string> seen)
            : base(new StackOptions { ResourceTransformations = { args => Note(seen, args) } })
        {
            var group = new Group("group");
            _ = new Thing("thing", null, new CustomResourceOptions { Parent = group });
        }

        private static ResourceTransformationResult? Note(List<string> seen, ResourceTransformationArgs args)
        {
            seen.Add(args.Resource.GetResourceName());
            return null;
        }
    }

    private sealed class OneService(Func<object> create) : IServiceProvider
    {
        public object? GetService(Type serviceType) => create();
    }
}
