using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>Runs a few resources under mocks.</summary>
internal static class Run
{
    public static readonly TestOptions Preview = new() { ProjectName = "proj", StackName = "dev" };

    public static readonly TestOptions Update = new() { ProjectName = "proj", StackName = "dev", IsPreview = false };

    public static Task<ImmutableArray<Resource>> InPreview(IMocks mocks, Action declare)
        => Deployment.TestAsync(mocks, Preview, declare);

    public static Task<ImmutableArray<Resource>> InUpdate(IMocks mocks, Action declare)
        => Deployment.TestAsync(mocks, Update, declare);

    /// <summary>The inputs that the mocks see of one resource.</summary>
    public static async Task<ImmutableDictionary<string, object>> InputsOf(Func<ThingArgs> args)
    {
        var mocks = new RecordingMocks();
        await InPreview(mocks, () => _ = new Thing("thing", args()));
        return mocks["thing"].Inputs;
    }

    /// <summary>A resource whose state is given.</summary>
    public static async Task<Thing> ThingWith(object state, TestOptions? options = null)
    {
        var resources = await Deployment.TestAsync(
            new RecordingMocks { Make = _ => ("id", state) }, options ?? Preview, () => { _ = new Thing("thing"); });
        return (Thing)resources.Single();
    }

    public static Task<T> Value<T>(Output<T> output) => OutputUtilities.GetValueAsync(output);

    public static Task<bool> IsKnown<T>(Output<T> output) => OutputUtilities.GetIsKnownAsync(output);

    public static Output<T> Unknown<T>() => OutputUtilities.CreateUnknown<T>(default(T)!);

    /// <summary>The message of a run that fails with one error.</summary>
    public static async Task<string> FailureOf(Action declare)
    {
        var error = await Xunit.Assert.ThrowsAsync<RunException>(() => InPreview(new RecordingMocks(), declare));
        Xunit.Assert.Null(error.InnerException);
        return error.Message;
    }
}
