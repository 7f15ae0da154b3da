using Pulumi;
using Pulumi.Testing;
using SecureApi.Cli.Commands;
using SecureApi.Cli.Preview.Placeholders;
using SecureApi.Configuration;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>Runs a stack inside this process, without an engine or a network, and keeps everything that it declares.</summary>
public static class StackRecorder
{
    /// <summary>Records the stack that <paramref name="create"/> makes.</summary>
    /// <typeparam name="TStack">The stack's class.</typeparam>
    /// <param name="project">The project's name.</param>
    /// <param name="stack">The stack's name.</param>
    /// <param name="region">Where the stack would be deployed.</param>
    /// <param name="create">Makes the stack with the options that it is given.</param>
    /// <param name="options">How to record; null for the defaults.</param>
    /// <exception cref="UserException">A resource asks for what cannot be, with a message for people.</exception>
    /// <exception cref="RunException">The program failed otherwise.</exception>
    public static async Task<RecordedStack> RecordAsync<TStack>(
        string project, string stack, AwsRegion region, Func<StackOptions, TStack> create, RecordingOptions? options = null)
        where TStack : Stack
    {
        var mocks = new RecordingMocks(project, stack, new AwsAccount(region), options ?? new RecordingOptions());
        var factory = new StackFactory<TStack>(() => create(new StackOptions { ResourceTransformations = { mocks.Observe } }));
        try
        {
            await Deployment.TestWithServiceProviderAsync<TStack>(
                mocks,
                factory,
                new TestOptions { ProjectName = project, StackName = stack, IsPreview = true });
        }
        catch (Exception) when ((mocks.Failure ?? factory.Failure) is UserException)
        {
            // Pulumi reports the text of an error together with its stack trace; the error itself is the better report.
        }

        if ((mocks.Failure ?? factory.Failure) is UserException failure)
            throw failure;

        return new RecordingResult(mocks.Drafts, mocks.ByResource).ToStack(project, stack, region);
    }

    private sealed class StackFactory<TStack>(Func<TStack> create) : IServiceProvider
        where TStack : Stack
    {
        public Exception? Failure { get; private set; }

        public object? GetService(Type serviceType)
        {
            try
            {
                return serviceType == typeof(TStack) ? create() : null;
            }
            catch (Exception error)
            {
                Failure = error;
                throw;
            }
        }
    }
}

/// <summary>How a stack is recorded.</summary>
public sealed record RecordingOptions
{
    /// <summary>The clock of the certificates. They start with its UTC day, so that two previews of a day are the same.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Whether keys are new random ones in each run. A preview does without: its
    /// keys are publicly known, which is quick and the same each time.
    /// </summary>
    public bool FreshKeys { get; init; }

    /// <summary>Whether to find the file and line of each declaration. It walks the call stack and reads the debug symbols for each resource: slow.</summary>
    public bool CaptureSources { get; init; }
}
