using System.Collections.Immutable;
using Pulumi;
using Xunit;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>How what mocks give becomes a resource's outputs.</summary>
public sealed class MockStateTests
{
    private static readonly Dictionary<string, object> Full = new()
    {
        ["arn"] = "arn:x",
        ["size"] = 3,
        ["limit"] = 4.0,
        ["ratio"] = 0.5,
        ["enabled"] = true,
        ["labels"] = new Dictionary<string, object> { ["a"] = "b" },
        ["parts"] = new[] { "x", "y" },
        ["numbers"] = ImmutableArray.Create<object>(1, 2),
        ["detail"] = new Dictionary<string, object>
        {
            ["number"] = 443,
            ["protocol"] = "tcp",
            ["nested"] = new object[] { new Dictionary<string, object> { ["number"] = 1 } },
        },
        ["details"] = new object[] { new Dictionary<string, object> { ["number"] = 80 } },
        ["kind"] = "large",
        ["level"] = 2,
        ["either"] = 7,
        ["anything"] = new Dictionary<string, object> { ["n"] = 1, ["l"] = new[] { "x" } },
    };

    [Fact]
    public async Task Outputs_SimpleValues_HaveTheTypesOfTheirProperties()
    {
        var thing = await Run.ThingWith(Full);

        Assert.Equal("arn:x", await Run.Value(thing.Arn));
        Assert.Equal(3, await Run.Value(thing.Size));
        Assert.Equal(4, await Run.Value(thing.Limit));
        Assert.Equal(0.5, await Run.Value(thing.Ratio));
        Assert.True(await Run.Value(thing.Enabled));
        Assert.Equal(ThingKind.Large, await Run.Value(thing.Kind));
        Assert.Equal(ThingLevel.High, await Run.Value(thing.Level));
        Assert.Equal("id", await Run.Value(thing.Id));
    }

    [Fact]
    public async Task Outputs_Collections_AreImmutable()
    {
        var thing = await Run.ThingWith(Full);

        Assert.Equal("b", (await Run.Value(thing.Labels))!["a"]);
        Assert.Equal(["x", "y"], await Run.Value(thing.Parts));
        Assert.Equal([1, 2], await Run.Value(thing.Numbers));
        var anything = await Run.Value(thing.Anything);
        Assert.Equal(1.0, anything["n"]);
        Assert.Equal(["x"], Assert.IsType<ImmutableArray<object>>(anything["l"]));
    }

    [Fact]
    public async Task Outputs_OutputTypes_AreConstructed()
    {
        var thing = await Run.ThingWith(Full);

        var detail = await Run.Value(thing.Detail);
        Assert.Equal((443, "tcp"), (detail!.Number, detail.Protocol));
        Assert.Equal(1, Assert.Single(detail.Inner).Number);
        var single = Assert.Single(await Run.Value(thing.Details));
        Assert.Equal((80, null), (single.Number, single.Protocol));
    }

    [Fact]
    public async Task Outputs_Union_TakesTheFirstTypeThatFits()
    {
        Assert.Equal(7, (await Run.Value((await Run.ThingWith(Full)).Either)).AsT1);
        var text = await Run.ThingWith(new Dictionary<string, object> { ["either"] = "x" });
        Assert.Equal("x", (await Run.Value(text.Either)).AsT0);
    }

    [Fact]
    public async Task Outputs_AbsentInPreview_AreUnknown()
    {
        var thing = await Run.ThingWith(ImmutableDictionary<string, object>.Empty);
        var ran = false;

        await Run.Value(thing.Arn.Apply(_ => ran = true));

        Assert.False(await Run.IsKnown(thing.Arn));
        Assert.False(await Run.IsKnown(thing.Parts));
        Assert.False(ran);
    }

    [Fact]
    public async Task Outputs_AbsentInUpdate_AreTheDefaults()
    {
        var thing = await Run.ThingWith(ImmutableDictionary<string, object>.Empty, Run.Update);

        Assert.True(await Run.Value(thing.Arn.Apply(value => value is null)));
        Assert.True(await Run.IsKnown(thing.Size));
        Assert.Equal(0, await Run.Value(thing.Size));
        Assert.True((await Run.Value(thing.Parts)).IsDefault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Id_NullFromTheMock_IsUnknown(bool isPreview)
    {
        Thing thing = null!;
        await Deployment.TestAsync(
            new RecordingMocks { Make = _ => (null, ImmutableDictionary<string, object>.Empty) },
            isPreview ? Run.Preview : Run.Update,
            () => { thing = new Thing("thing"); });

        Assert.False(await Run.IsKnown(thing.Id));
    }

    [Fact]
    public async Task Outputs_Inputs_AreNotCopied()
    {
        Thing thing = null!;
        await Run.InPreview(new RecordingMocks(), () => thing = new Thing("thing", new ThingArgs { Size = 5 }));

        Assert.False(await Run.IsKnown(thing.Size));
    }

    [Fact]
    public async Task Outputs_SecretInput_IsNotSecretInTheStateByItself()
    {
        Thing thing = null!;
        var mocks = new RecordingMocks { Make = args => ("id", args.Inputs) };
        await Run.InPreview(mocks, () => thing = new Thing("thing", new ThingArgs { Labels = { ["a"] = Output.CreateSecret("b") } }));

        Assert.False(await Output.IsSecretAsync(thing.Labels));
        Assert.Equal("b", (await Run.Value(thing.Labels))!["a"]);
    }

    [Fact]
    public async Task Outputs_SecretOutputInTheState_IsSecret()
    {
        var thing = await Run.ThingWith(new Dictionary<string, object>
        {
            ["arn"] = Output.CreateSecret("arn:x"),
            ["parts"] = new object[] { "a", Output.CreateSecret("b") },
            ["size"] = 1,
        });

        Assert.True(await Output.IsSecretAsync(thing.Arn));
        Assert.Equal("arn:x", await Run.Value(thing.Arn));
        Assert.True(await Output.IsSecretAsync(thing.Parts));
        Assert.False(await Output.IsSecretAsync(thing.Size));
    }

    [Fact]
    public async Task Outputs_UnknownOutputInTheState_IsUnknown()
    {
        var thing = await Run.ThingWith(new Dictionary<string, object> { ["arn"] = Run.Unknown<string>() }, Run.Update);

        Assert.False(await Run.IsKnown(thing.Arn));
    }

    [Fact]
    public async Task Outputs_ValuesOfAnotherType_AreTheDefaults()
    {
        var thing = await Run.ThingWith(new Dictionary<string, object>
        {
            ["arn"] = 1,
            ["size"] = "three",
            ["parts"] = "x",
            ["labels"] = new[] { "a" },
            ["detail"] = "x",
            ["numbers"] = new object[] { 1, "two" },
        });

        Assert.Null(await Run.Value(thing.Arn));
        Assert.True(await Run.IsKnown(thing.Arn));
        Assert.Equal(0, await Run.Value(thing.Size));
        Assert.True((await Run.Value(thing.Parts)).IsDefault);
        Assert.Null(await Run.Value(thing.Labels));
        Assert.Null(await Run.Value(thing.Detail));
        Assert.Equal([1, 0], await Run.Value(thing.Numbers));
    }

    [Fact]
    public async Task Outputs_ANumberForAnInteger_IsTruncated()
        => Assert.Equal(3, await Run.Value((await Run.ThingWith(new Dictionary<string, object> { ["size"] = 3.9 })).Size));

    [Fact]
    public async Task Outputs_NamesWithTwoUnderscores_AreTheEnginesOwn()
    {
        var thing = await Run.ThingWith(new Dictionary<string, object>
        {
            ["labels"] = new Dictionary<string, object> { ["__meta"] = "x", ["a"] = "b" },
        });

        Assert.Equal(["a"], (await Run.Value(thing.Labels))!.Keys);
    }

    [Fact]
    public async Task Outputs_OfAResource_DependOnIt()
    {
        var thing = await Run.ThingWith(Full);

        Assert.Same(thing, Assert.Single(await Pulumi.Utilities.OutputUtilities.GetDependenciesAsync(thing.Arn)));
    }
}
