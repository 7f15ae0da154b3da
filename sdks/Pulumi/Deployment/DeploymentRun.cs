using System.Collections.Immutable;
using System.Reflection;
using Pulumi.Testing;

namespace Pulumi;

/// <content>The entry points.</content>
public sealed partial class Deployment
{
    /// <summary>What the exit code is when the errors have been reported.</summary>
    private const int ReportedFailure = 32;

    private const string NoEngine =
        "This build uses the local Pulumi core of the repository's sdks folder, which runs a stack under mocks only and cannot talk " +
        "to the Pulumi engine. Build with the published packages (PulumiSdk=nuget, as an environment variable or -p:PulumiSdk=nuget) and run `pulumi up`.";

    /// <summary>Runs a stack with the Pulumi engine. The local core cannot: it fails and says so.</summary>
    /// <typeparam name="TStack">The stack's class.</typeparam>
    /// <exception cref="InvalidOperationException">Always, with what to do.</exception>
    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new()
        => Task.FromException<int>(new InvalidOperationException(NoEngine));

    /// <summary>Runs a stack with the Pulumi engine. The local core cannot: it fails and says so.</summary>
    /// <typeparam name="TStack">The stack's class.</typeparam>
    /// <param name="serviceProvider">Makes the stack.</param>
    /// <exception cref="InvalidOperationException">Always, with what to do.</exception>
    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack
        => Task.FromException<int>(new InvalidOperationException(NoEngine));

    /// <summary>Runs a stack in this process under mocks; gives its resources, the stack first.</summary>
    /// <typeparam name="TStack">The stack's class.</typeparam>
    /// <param name="mocks">Stand for the engine and the providers.</param>
    /// <param name="options">How to run it.</param>
    /// <exception cref="RunException">The run failed with one error.</exception>
    /// <exception cref="AggregateException">The run failed with several errors, each a <see cref="RunException"/>.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new()
        => TestAsync(mocks, options, static () => (Stack)Activator.CreateInstance(
            typeof(TStack), BindingFlags.DoNotWrapExceptions, binder: null, args: null, culture: null)!);

    /// <summary>Runs a stack that a service provider makes in this process under mocks; gives its resources, the stack first.</summary>
    /// <typeparam name="TStack">The stack's class.</typeparam>
    /// <param name="mocks">Stand for the engine and the providers.</param>
    /// <param name="serviceProvider">Makes the stack.</param>
    /// <param name="options">How to run it.</param>
    /// <exception cref="RunException">The run failed with one error.</exception>
    /// <exception cref="AggregateException">The run failed with several errors, each a <see cref="RunException"/>.</exception>
    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks, IServiceProvider serviceProvider, TestOptions? options = null)
        where TStack : Stack
        => serviceProvider is null
            ? Task.FromException<ImmutableArray<Resource>>(new ArgumentNullException(nameof(serviceProvider)))
            : TestAsync(mocks, options, () => serviceProvider.GetService(typeof(TStack)) as TStack
                ?? throw new InvalidOperationException(
                    $"Failed to resolve instance of type {typeof(TStack)} from service provider. Register the type with the service provider before calling {nameof(RunAsync)}."));

    /// <summary>Runs a delegate under mocks; gives the resources, without the stack, and what the delegate gives.</summary>
    /// <param name="testMocks">Stand for the engine and the providers.</param>
    /// <param name="testOptions">How to run it.</param>
    /// <param name="createResources">Declares the resources.</param>
    public static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task<IDictionary<string, object?>>> createResources)
    {
        var resources = await TestAsync(testMocks, testOptions, () => new TestStack(createResources)).ConfigureAwait(false);
        var stack = resources.OfType<TestStack>().FirstOrDefault();
        return (resources.RemoveAll(resource => resource is TestStack), stack?.Outputs ?? new Dictionary<string, object?>());
    }

    /// <summary>Runs a delegate under mocks; gives the resources, without the stack, and what the delegate gives.</summary>
    /// <param name="testMocks">Stand for the engine and the providers.</param>
    /// <param name="testOptions">How to run it.</param>
    /// <param name="createResources">Declares the resources.</param>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<IDictionary<string, object?>> createResources)
        => TestAsync(testMocks, testOptions, () => Task.FromResult(createResources()));

    /// <summary>Runs a delegate under mocks; gives the resources, without the stack.</summary>
    /// <param name="testMocks">Stand for the engine and the providers.</param>
    /// <param name="testOptions">How to run it.</param>
    /// <param name="createResources">Declares the resources.</param>
    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Func<Task> createResources)
    {
        var (resources, _) = await TestAsync(testMocks, testOptions, async () =>
        {
            await createResources().ConfigureAwait(false);
            return (IDictionary<string, object?>)new Dictionary<string, object?>();
        }).ConfigureAwait(false);
        return resources;
    }

    /// <summary>Runs a delegate under mocks; gives the resources, without the stack.</summary>
    /// <param name="testMocks">Stand for the engine and the providers.</param>
    /// <param name="testOptions">How to run it.</param>
    /// <param name="createResources">Declares the resources.</param>
    public static Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Action createResources)
        => TestAsync(testMocks, testOptions, () =>
        {
            createResources();
            return Task.CompletedTask;
        });

    /// <summary>Runs a stack. The run is the current one for this stack's code only, not for the caller's.</summary>
    private static Task<ImmutableArray<Resource>> TestAsync(IMocks mocks, TestOptions? options, Func<Stack> createStack)
    {
        if (Running.Value is not null)
        {
            return Task.FromException<ImmutableArray<Resource>>(
                new InvalidOperationException("Deployment.Instance should only be set once at the beginning of a 'Run' call."));
        }

        try
        {
            var deployment = new Deployment(mocks, options);
            var errors = deployment.Run(createStack);
            return errors.IsCompletedSuccessfully
                ? Task.FromResult(deployment.Result(errors.Result))
                : deployment.ResultAsync(errors);
        }
#pragma warning disable CA1031 // As in an async method, an exception fails the task.
        catch (Exception error)
        {
            return Task.FromException<ImmutableArray<Resource>>(error);
        }
#pragma warning restore CA1031
    }

    private Task<Exception[]> Run(Func<Stack> createStack)
    {
        Enter();
        try
        {
            createStack().RegisterPropertyOutputs();
            Registrations.WaitUntilEmpty();
            return InFlight.WhenIdleOrFailed();
        }
#pragma warning disable CA1031 // A run reports every exception of the program.
        catch (Exception error)
        {
            return Task.FromResult<Exception[]>([error]);
        }
#pragma warning restore CA1031
        finally
        {
            Running.Value = null;
        }
    }

    private async Task<ImmutableArray<Resource>> ResultAsync(Task<Exception[]> errors)
        => Result(await errors.ConfigureAwait(false));

    private void Report(Exception[] errors)
    {
        foreach (var error in errors)
        {
            LogError(error switch
            {
                RunException or ResourceException { HideStack: true } => error.Message,
                ResourceException => error.ToString(),
                _ => $"Running program '{Assembly.GetEntryAssembly()?.Location}' failed with an unhandled exception:\n{error}",
            });
        }

        if (errors.Length > 0)
            Environment.ExitCode = ReportedFailure;
    }

    private ImmutableArray<Resource> Result(Exception[] failures)
    {
        Report(failures);
        string[] errors;
        lock (_errors)
        {
            errors = [.. _errors];
        }

        if (errors.Length == 1)
            throw new RunException(errors[0]);
        if (errors.Length > 1)
            throw new AggregateException(errors.Select(message => new RunException(message)));

        lock (_resources)
        {
            return [.. _resources];
        }
    }
}
