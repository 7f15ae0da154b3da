using System.Collections.Immutable;
using Pulumi;
using Xunit;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>What mocks see of a resource's inputs.</summary>
public sealed class MockInputTests
{
    [Fact]
    public async Task Inputs_SimpleValues_AreNamedAsTheirAttributesAndNumbersAreDoubles()
    {
        var inputs = await Run.InputsOf(() => new ThingArgs { DisplayName = "x", Size = 3, Ratio = 0.5, Enabled = true });

        Assert.Equal(["displayName", "enabled", "ratio", "size"], inputs.Keys.Order());
        Assert.Equal("x", inputs["displayName"]);
        Assert.Equal(3.0, Assert.IsType<double>(inputs["size"]));
        Assert.Equal(0.5, inputs["ratio"]);
        Assert.Equal(true, inputs["enabled"]);
    }

    [Fact]
    public async Task Inputs_NestedValues_AreDictionariesAndArrays()
    {
        var inputs = await Run.InputsOf(() => new ThingArgs
        {
            Labels = { ["a"] = "b" },
            Parts = { "x", Output.Create("y") },
            Ports = { new PortArgs { Number = 443, Protocol = "tcp" }, new PortArgs { Number = 80 } },
            Port = new PortArgs { Number = 22 },
        });

        Assert.Equal("b", Assert.IsType<ImmutableDictionary<string, object>>(inputs["labels"])["a"]);
        Assert.Equal(["x", "y"], Assert.IsType<ImmutableArray<object>>(inputs["parts"]));
        var ports = Assert.IsType<ImmutableArray<object>>(inputs["ports"]).Cast<ImmutableDictionary<string, object>>().ToArray();
        Assert.Equal([443.0, 80.0], ports.Select(port => port["number"]));
        Assert.Equal("tcp", ports[0]["protocol"]);
        Assert.Equal(["number"], ports[1].Keys);
        Assert.Equal(22.0, Assert.IsType<ImmutableDictionary<string, object>>(inputs["port"])["number"]);
    }

    [Fact]
    public async Task Inputs_EnumerationsAndUnions_AreTheirValues()
    {
        var inputs = await Run.InputsOf(() => new ThingArgs { Kind = ThingKind.Large, Level = ThingLevel.High, Either = "text" });
        var other = await Run.InputsOf(() => new ThingArgs { Either = new PortArgs { Number = 1 } });

        Assert.Equal("large", inputs["kind"]);
        Assert.Equal(2.0, inputs["level"]);
        Assert.Equal("text", inputs["either"]);
        Assert.Equal(1.0, ((ImmutableDictionary<string, object>)other["either"])["number"]);
    }

    [Fact]
    public async Task Inputs_Assets_AreAssets()
    {
        var text = await Run.InputsOf(() => new ThingArgs { Source = new StringAsset("hello") });
        var archive = await Run.InputsOf(() => new ThingArgs
        {
            Source = new AssetArchive(new Dictionary<string, AssetOrArchive> { ["a"] = new FileAsset("a.txt") }),
        });

        Assert.IsType<StringAsset>(text["source"]);
        Assert.IsType<AssetArchive>(archive["source"]);
    }

    [Fact]
    public async Task Inputs_Secrets_AreUnwrapped()
    {
        var inputs = await Run.InputsOf(() => new ThingArgs
        {
            DisplayName = Output.CreateSecret("hidden"),
            Labels = { ["a"] = Output.CreateSecret("b") },
        });

        Assert.Equal("hidden", inputs["displayName"]);
        Assert.Equal("b", ((ImmutableDictionary<string, object>)inputs["labels"])["a"]);
    }

    [Fact]
    public async Task Inputs_Nulls_AreLeftOut()
    {
        var inputs = await Run.InputsOf(() => new ThingArgs
        {
            DisplayName = Output.Create((string)null!),
            Port = new PortArgs { Number = 1, Protocol = null },
            Size = null,
        });

        Assert.Equal(["port"], inputs.Keys);
        Assert.Equal(["number"], ((ImmutableDictionary<string, object>)inputs["port"]).Keys);
    }

    [Fact]
    public async Task Inputs_UnknownAnywhereInside_LeavesOutTheWholeInput()
    {
        var inputs = await Run.InputsOf(() => new ThingArgs
        {
            DisplayName = Run.Unknown<string>(),
            Labels = { ["a"] = "b", ["c"] = Run.Unknown<string>() },
            Parts = { "x", Run.Unknown<string>() },
            Port = new PortArgs { Number = 1, Protocol = Run.Unknown<string>() },
            Size = 3,
        });

        Assert.Equal(["size"], inputs.Keys);
    }

    [Fact]
    public async Task Inputs_EmptyList_StaysAndAnUntouchedOneIsAbsent()
    {
        var inputs = await Run.InputsOf(() => new ThingArgs { Parts = new InputList<string>() });

        Assert.Equal(["parts"], inputs.Keys);
        Assert.Empty(Assert.IsType<ImmutableArray<object>>(inputs["parts"]));
    }

    [Fact]
    public async Task Inputs_DefaultArray_IsAnEmptyList()
    {
        var inputs = await Run.InputsOf(() => new ThingArgs { Parts = default(ImmutableArray<string>) });

        Assert.Empty(Assert.IsType<ImmutableArray<object>>(inputs["parts"]));
    }

    [Fact]
    public async Task Inputs_UntypedDictionariesAndLists_AreRead()
    {
        var inputs = await Run.InputsOf(() => new ThingArgs
        {
            Anything = new Dictionary<string, object?> { ["a"] = new object[] { 1, "x", Output.Create(true), null! }, ["n"] = null },
        });

        var anything = Assert.IsType<ImmutableDictionary<string, object>>(inputs["anything"]);
        Assert.Equal(["a"], anything.Keys);
        Assert.Equal([1.0, "x", true, null!], Assert.IsType<ImmutableArray<object>>(anything["a"]));
    }

    [Fact]
    public async Task Inputs_OutputsOfAnotherResource_AreItsValues()
    {
        var mocks = new RecordingMocks
        {
            Make = args => (args.Name + "-id", new Dictionary<string, object> { ["arn"] = "arn:" + args.Name }),
        };

        await Run.InPreview(mocks, () =>
        {
            var first = new Thing("first");
            _ = new Thing("second", new ThingArgs { DisplayName = first.Arn, Parts = { first.Id } });
        });

        Assert.Equal("arn:first", mocks["second"].Inputs["displayName"]);
        Assert.Equal(["first-id"], (ImmutableArray<object>)mocks["second"].Inputs["parts"]);
    }

    [Fact]
    public async Task Provider_JsonInputs_AreTexts()
    {
        var mocks = new RecordingMocks();

        await Run.InPreview(mocks, () => _ = new ThingProvider("provider", new ThingProviderArgs
        {
            Region = "eu-central-1",
            DefaultTags = new ThingTagsArgs { Tags = { ["b"] = "<x> \"quoted\"\n", ["a"] = Output.Create("é") } },
            Strict = true,
            Retries = 3,
            Accounts = new[] { "1", "2" },
        }));

        var inputs = mocks["provider"].Inputs;
        Assert.Equal("pulumi:providers:test", mocks["provider"].Type);
        Assert.Equal("eu-central-1", inputs["region"]);
        Assert.Equal("""{ "tags": { "a": "é", "b": "\u003cx\u003e \"quoted\"\n" } }""", inputs["defaultTags"]);
        Assert.Equal("true", inputs["strict"]);
        Assert.Equal("3", inputs["retries"]);
        Assert.Equal("""[ "1", "2" ]""", inputs["accounts"]);
    }

    [Fact]
    public async Task Provider_UnknownJsonInput_IsLeftOut()
    {
        var mocks = new RecordingMocks();

        await Run.InPreview(mocks, () => _ = new ThingProvider("provider", new ThingProviderArgs { Strict = Run.Unknown<bool>() }));

        Assert.Empty(mocks["provider"].Inputs);
    }

    [Fact]
    public async Task ResourceArgs_CustomComponentAndProvider_HaveTheirTypesAndNames()
    {
        var mocks = new RecordingMocks();

        await Deployment.TestAsync<EmptyStack>(mocks, Run.Preview);

        Assert.Equal(
            [(Group.Token, "group", 0), (Thing.Token, "thing", 1), ("pulumi:providers:test", "provider", 0)],
            mocks.Resources.Select(resource => (resource.Type, resource.Name, resource.Inputs.Count)));
    }

    [Fact]
    public async Task Component_ArgsGivenToTheBase_AreItsInputs()
    {
        var mocks = new RecordingMocks();

        await Run.InPreview(mocks, () => _ = new Group("group", new ThingArgs { DisplayName = "x" }));

        Assert.Equal("x", mocks["group"].Inputs["displayName"]);
    }

    [Fact]
    public async Task Id_NewImportedOrRead_IsTheGivenOne()
    {
        var mocks = new RecordingMocks();

        await Run.InPreview(mocks, () =>
        {
            _ = new Thing("new");
            _ = new Thing("imported", null, new CustomResourceOptions { ImportId = "i-1" });
            _ = new Thing("read", null, new CustomResourceOptions { Id = "r-1" });
        });

        Assert.Equal(["", "i-1", "r-1"], mocks.Resources.Select(resource => resource.Id));
    }

    [Fact]
    public async Task Resources_Duplicates_AreNoErrorUnderMocks()
    {
        var resources = await Run.InPreview(new RecordingMocks(), () =>
        {
            _ = new Thing("same");
            _ = new Thing("same");
        });

        Assert.Equal(2, resources.Length);
    }

    internal sealed class EmptyStack : Pulumi.Stack
    {
        public EmptyStack()
        {
            _ = new Group("group");
            _ = new Thing("thing", new ThingArgs { DisplayName = "x" });
            _ = new ThingProvider("provider");
        }
    }
}
