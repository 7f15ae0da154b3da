using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;
using Xunit;

namespace SecureApi.Sdks.Tests.Contract;

public sealed class OutputTests
{
    [Fact]
    public async Task Apply_KnownValue_GivesItsResult()
        => Assert.Equal(5, await Run.Value(Output.Create("hello").Apply(text => text.Length)));

    [Fact]
    public async Task Apply_UnknownValue_DoesNotRun()
    {
        var ran = false;

        var result = Run.Unknown<string>().Apply(_ => ran = true);

        Assert.False(await Run.IsKnown(result));
        Assert.False(ran);
    }

    [Fact]
    public async Task Apply_UnknownFromAFactory_DoesNotRun()
        => Assert.False(await Run.IsKnown(OutputUtilities.CreateUnknown(() => Task.FromResult("x")).Apply(text => text.Length)));

    [Fact]
    public async Task Apply_Secret_StaysSecret()
        => Assert.True(await Output.IsSecretAsync(Output.CreateSecret("x").Apply(text => text.Length)));

    [Fact]
    public async Task Apply_GivesASecret_IsSecret()
    {
        var result = Output.Create("x").Apply(text => Output.CreateSecret(text + "y"));

        Assert.True(await Output.IsSecretAsync(result));
        Assert.Equal("xy", await Run.Value(result));
    }

    [Fact]
    public async Task Apply_GivesNoOutput_GivesTheDefault()
        => Assert.Null(await Run.Value(Output.Create("x").Apply(_ => (Output<string>?)null)));

    [Fact]
    public async Task Apply_GivesAnUnknown_IsUnknown()
        => Assert.False(await Run.IsKnown(Output.Create("x").Apply(_ => Run.Unknown<string>())));

    [Fact]
    public async Task Apply_Throws_FailsTheOutputAndNotTheCall()
    {
        var result = Output.Create("x").Apply(Fail).Apply(number => number + 1);

        await Assert.ThrowsAsync<FormatException>(() => Run.Value(result));

        static int Fail(string text) => throw new FormatException(text);
    }

    [Fact]
    public async Task Apply_AsyncFunctions_AreAwaited()
    {
        var result = Output.Create(Later("a")).Apply(text => Later(text + "b")).Apply(async text => await Later(text + "c"));

        Assert.Equal("abc", await Run.Value(result));
    }

    [Fact]
    public async Task Apply_FailedTask_FailsTheOutput()
    {
        var result = Output.Create(Task.FromException<string>(new FormatException())).Apply(text => text.Length);

        await Assert.ThrowsAsync<FormatException>(() => Run.Value(result));
    }

    [Fact]
    public async Task Apply_PendingInner_WaitsForIt()
    {
        var source = new TaskCompletionSource<string>();
        var result = Output.Create("x").Apply(text => Output.CreateSecret(source.Task).Apply(later => text + later));

        source.SetResult("y");

        Assert.Equal("xy", await Run.Value(result));
        Assert.True(await Output.IsSecretAsync(result));
    }

    [Fact]
    public async Task GetValueAsync_Unknown_GivesTheDefault()
    {
        Assert.Null(await Run.Value(OutputUtilities.CreateUnknown("value")));
        Assert.Equal(0, await Run.Value(OutputUtilities.CreateUnknown(7)));
    }

    [Fact]
    public async Task Unsecret_Secret_KeepsTheValue()
    {
        var result = Output.Unsecret(Output.CreateSecret("x"));

        Assert.False(await Output.IsSecretAsync(result));
        Assert.Equal("x", await Run.Value(result));
    }

    [Fact]
    public async Task CreateSecret_OfAnUnknown_IsUnknownAndSecret()
    {
        var result = Output.CreateSecret(Run.Unknown<string>());

        Assert.True(await Output.IsSecretAsync(result));
        Assert.False(await Run.IsKnown(result));
    }

    [Fact]
    public async Task All_ManyOutputs_KeepsTheirOrder()
        => Assert.Equal(["a", "b", "c"], await Run.Value(Output.All(Output.Create(Later("a")), Output.Create("b"), Output.Create(Later("c")))));

    [Fact]
    public async Task All_OneUnknownAndOneSecret_IsUnknownAndSecret()
    {
        var result = Output.All<string>("a", Run.Unknown<string>(), Output.CreateSecret("b"));

        Assert.False(await Run.IsKnown(result));
        Assert.True(await Output.IsSecretAsync(result));
    }

    [Fact]
    public async Task Tuple_DifferentTypes_GivesTheirValues()
    {
        Assert.Equal(("a", 1), await Run.Value(Output.Tuple(Output.Create("a"), Output.Create(1))));
        Assert.Equal(("a", 1, true), await Run.Value(Output.Tuple<string, int, bool>("a", 1, true)));
    }

    [Fact]
    public async Task Format_OutputsAndPlainValues_AreWrittenInvariantly()
    {
        Input<int> input = 7;

        var result = Output.Format($"{Output.Create("a")}-{input}-{1.5}-{(string?)null}");

        Assert.Equal("a-7-1.5-", await Run.Value(result));
    }

    [Fact]
    public async Task Format_UnknownPart_IsUnknown()
        => Assert.False(await Run.IsKnown(Output.Format($"a{Run.Unknown<string>()}")));

    [Fact]
    public void ToString_OutsideARun_Throws()
        => Assert.Throws<InvalidOperationException>(() => Output.Create("x").ToString());

    [Fact]
    public async Task GetAt_ListOutput_GivesTheElement()
    {
        var list = Output.Create(ImmutableArray.Create("a", "b"));

        Assert.Equal("b", await Run.Value(list.GetAt(1)));
        Assert.Equal("a", await Run.Value(list.First()));
        Assert.Equal(2, await Run.Value(list.Length()));
    }

    [Fact]
    public async Task GetDependenciesAsync_CombinedOutputs_GivesTheirResources()
    {
        Output<string> combined = null!;
        var resources = await Run.InPreview(new RecordingMocks(), () =>
        {
            Thing first = new("first"), second = new("second");
            combined = Output.Tuple(first.Id, second.Urn).Apply(parts => parts.Item1);
        });

        Assert.Equal(resources.ToHashSet(), [.. await OutputUtilities.GetDependenciesAsync(combined)]);
    }

    [Fact]
    public async Task Inputs_ConvertedFromPlainValues_AreKnownOutputs()
    {
        Input<string> text = "x";
        InputList<string> list = new[] { "a", "b" };
        InputMap<int> map = new() { ["one"] = 1, ["two"] = Output.Create(2) };
        InputUnion<string, int> union = 5;

        Assert.Equal("x", await Run.Value(text.ToOutput()));
        Assert.Equal(["a", "b"], await Run.Value(list.ToOutput()));
        Assert.Equal(3, await Run.Value(map.Apply(values => values["one"] + values["two"])));
        Assert.Equal(5, await Run.Value(union.Apply(value => value.AsT1)));
        Assert.Null(await Run.Value(((Input<string>?)null).ToOutput()));
    }

    [Fact]
    public async Task InputList_AddedTo_KeepsTheOrderOfItsParts()
    {
        InputList<string> list = Output.Create(Later("a")).Apply(text => ImmutableArray.Create(text));
        list.Add("b", Output.Create("c"));
        list.AddRange(new List<string> { "d" });

        Assert.Equal(["a", "b", "c", "d"], await Run.Value(list.ToOutput()));
        Assert.Equal(["e", "a", "b", "c", "d"], await Run.Value(((InputList<string>)"e").Concat(list).ToOutput()));
    }

    [Fact]
    public async Task InputMap_SameKeyWithAnotherValue_Fails()
    {
        var map = new InputMap<string> { ["a"] = "x" };
        map["a"] = "x";
        Assert.Single(await Run.Value(map.ToOutput()));

        map["a"] = "y";

        var error = await Assert.ThrowsAsync<ArgumentException>(() => Run.Value(map.ToOutput()));
        Assert.Equal("Key 'a' already exists in the map with a different value.", error.Message);
    }

    [Fact]
    public async Task InputMap_Merge_TakesTheSecond()
    {
        var merged = InputMap<string>.Merge(new() { ["a"] = "x", ["b"] = "x" }, new() { ["b"] = "y" });

        var values = await Run.Value(merged.ToOutput());

        Assert.Equal(("x", "y"), (values["a"], values["b"]));
    }

    private static async Task<T> Later<T>(T value)
    {
        await Task.Yield();
        return value;
    }
}
