using System.Collections.Immutable;
using Pulumi;
using Xunit;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>How a run fails.</summary>
public sealed class ErrorTests
{
    [Fact]
    public async Task Constructor_Throws_IsOneRunExceptionWithTypeAndMessage()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<ThrowingStack>(new RecordingMocks(), Run.Preview));

        Assert.Null(error.InnerException);
        Assert.Matches(@"^Running program '.*' failed with an unhandled exception:\nSystem\.FormatException: broken", error.Message);
    }

    [Fact]
    public async Task Constructor_ThrowsRunException_IsItsMessageAlone()
        => Assert.Equal("plain words", await Run.FailureOf(() => throw new RunException("plain words")));

    [Fact]
    public async Task Constructor_ThrowsResourceException_MayHideItsStack()
        => Assert.Equal("hidden", await Run.FailureOf(() => throw new ResourceException("hidden", null, hideStack: true)));

    [Fact]
    public async Task LogError_AnyMessage_FailsTheRunWithItAlone()
        => Assert.Equal("logged", await Run.FailureOf(() => Log.Error("logged")));

    [Fact]
    public async Task LogOthers_AnyMessage_DoNotFailTheRun()
        => Assert.Single(await Run.InPreview(new RecordingMocks(), () =>
        {
            var thing = new Thing("thing");
            Log.Debug("d");
            Log.Info("i", thing);
            Log.Warn("w", thing);
        }));

    [Fact]
    public async Task LogError_Twice_IsAnAggregate()
    {
        var error = await Assert.ThrowsAsync<AggregateException>(() => Run.InPreview(new RecordingMocks(), () =>
        {
            Log.Error("one");
            Log.Error("two");
        }));

        Assert.Equal(["one", "two"], error.InnerExceptions.Select(inner => Assert.IsType<RunException>(inner).Message).Order());
    }

    [Fact]
    public async Task Failure_Any_SetsTheExitCode()
    {
        Environment.ExitCode = 0;

        await Run.FailureOf(() => throw new RunException("x"));

        Assert.Equal(32, Environment.ExitCode);
        Environment.ExitCode = 0;
    }

    [Fact]
    public async Task RequiredInput_Null_IsNamedInFull()
    {
        var message = await Run.FailureOf(() => _ = new StrictThing("strict", new StrictThingArgs()));

        Assert.Contains(
            $"System.ArgumentNullException: [Input] {typeof(StrictThingArgs).FullName}.Owner is required but was not given a value (Parameter 'Owner')",
            message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequiredInput_NullInANestedType_NamesTheProperty()
    {
        var message = await Run.FailureOf(() => _ = new Thing("thing", new ThingArgs { Port = new PortArgs { Protocol = "tcp" } }));

        Assert.Contains(
            $"error serializing property \"port\": [Input] {typeof(PortArgs).FullName}.Number is required but was not given a value (Parameter 'Number')",
            message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_Throws_FailsTheRunEvenIfNobodyReadsTheOutput()
    {
        var message = await Run.FailureOf(() => new Thing("thing").Id.Apply(Fail));

        Assert.Contains("System.FormatException: thing-id", message, StringComparison.Ordinal);

        static string Fail(string text) => throw new FormatException(text);
    }

    [Fact]
    public async Task Mock_Throws_FailsTheRunAndTheOutputs()
    {
        Thing thing = null!;
        var mocks = new RecordingMocks { Make = _ => throw new FormatException("no") };

        var error = await Assert.ThrowsAsync<RunException>(() => Run.InPreview(mocks, () => thing = new Thing("thing")));

        Assert.Contains("System.FormatException: no", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FormatException>(() => Run.Value(thing.Arn));
    }

    [Fact]
    public async Task Mock_GivesNoDictionary_FailsTheRun()
    {
        var mocks = new RecordingMocks { Make = _ => ("id", "text") };

        var error = await Assert.ThrowsAsync<RunException>(() => Run.InPreview(mocks, () => _ = new Thing("thing")));

        Assert.Contains("System.String is not a supported argument type", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DependsOn_AFailedResource_FailsWithTheSameError()
    {
        var mocks = new RecordingMocks
        {
            Make = args => args.Name == "bad" ? throw new FormatException("no") : ("id", ImmutableDictionary<string, object>.Empty),
        };

        var error = await Assert.ThrowsAsync<RunException>(() => Run.InPreview(mocks, () =>
            _ = new Thing("good", null, new CustomResourceOptions { DependsOn = { new Thing("bad") } })));

        Assert.Contains("System.FormatException: no", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(mocks.Resources, resource => resource.Name == "good");
    }

    [Fact]
    public async Task Inputs_ATask_IsRefused()
    {
        var message = await Run.FailureOf(() => _ = new Thing("thing", new ThingArgs
        {
            Anything = new Dictionary<string, object> { ["a"] = Task.FromResult("x") },
        }));

        Assert.Contains("Tasks are not allowed inside ResourceArgs. Please wrap your Task in an Output", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_AnUnsupportedType_IsRefused()
    {
        var message = await Run.FailureOf(() => _ = new Thing("thing", new ThingArgs { Anything = 5L }));

        Assert.Contains("error serializing property \"anything\": System.Int64 is not a supported argument type", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "thing")]
    [InlineData("a:b:C", "")]
    public async Task Resource_WithoutTypeOrName_IsRefused(string type, string name)
    {
        var message = await Run.FailureOf(() => _ = new CustomResource(type, name, ResourceArgs.Empty, null));

        Assert.Contains("cannot be null or empty", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Component_ProviderAndProviders_AreRefused()
    {
        var message = await Run.FailureOf(() =>
        {
            var provider = new ThingProvider("provider");
            _ = new Group("group", new ComponentResourceOptions { Provider = provider, Providers = { provider } });
        });

        Assert.Contains("Do not supply both 'provider' and 'providers' options to a ComponentResource.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Component_ReadById_IsRefused()
    {
        var message = await Run.FailureOf(() => _ = new Group("group", new ComponentResourceOptions { Id = "x" }));

        Assert.Contains("ResourceOptions.Id is only valid for a CustomResource", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StackOutput_NotAssigned_IsRefused()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<ForgetfulStack>(new RecordingMocks(), Run.Preview));

        Assert.Equal(
            "Output(s) 'address, Other' have no value assigned. [Output] attributed properties must be assigned inside Stack constructor.",
            error.Message);
    }

    [Fact]
    public async Task StackOutput_NoOutput_IsRefused()
    {
        var error = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<MistypedStack>(new RecordingMocks(), Run.Preview));

        Assert.Equal("Output(s) 'text' have incorrect type. [Output] attributed properties must be instances of Output<T>.", error.Message);
    }

    [Fact]
    public async Task ResourceOutput_OfAnImpossibleType_IsRefused()
    {
        var message = await Run.FailureOf(() => _ = new ImpossibleThing("x"));

        Assert.Contains($"[Output] {typeof(ImpossibleThing).FullName}.When contains invalid type System.DateTime", message, StringComparison.Ordinal);
    }

    internal sealed class ThrowingStack : Pulumi.Stack
    {
        public ThrowingStack() => throw new FormatException("broken");
    }

    internal sealed class ForgetfulStack : Pulumi.Stack
    {
        [Output("address")]
        public Output<string> Address { get; private set; } = null!;

        [Output]
        public Output<string> Other { get; private set; } = null!;
    }

    internal sealed class MistypedStack : Pulumi.Stack
    {
        [Output("text")]
        public string Text { get; private set; } = "x";
    }

    private sealed class ImpossibleThing(string name) : CustomResource("a:b:C", name, ResourceArgs.Empty, null)
    {
        [Output("when")]
        public Output<DateTime> When { get; private set; } = null!;
    }
}
