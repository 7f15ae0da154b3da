using Pulumi.Testing;

namespace Pulumi;

/// <summary>A run of a program.</summary>
public sealed partial class Deployment
{
    private static readonly AsyncLocal<Deployment?> Running = new();

    private readonly string? _rootDirectory;
    private readonly List<Resource> _resources = [];
    private readonly List<string> _errors = [];
    private Stack? _stack;

    private Deployment(IMocks mocks, TestOptions? options)
    {
        Mocks = mocks;
        IsDryRun = options?.IsPreview ?? true;
        StackName = options?.StackName ?? "stack";
        ProjectName = options?.ProjectName ?? "project";
        OrganizationName = options?.OrganizationName ?? "organization";
        _rootDirectory = options?.RootDirectory;
        PublicInstance = new DeploymentInstance(this);
        Registrations = new RegistrationQueue(this);
        Config = DeploymentConfig.FromEnvironment();
    }

    /// <summary>The run that the current code belongs to.</summary>
    /// <exception cref="InvalidOperationException">The code is not part of a run.</exception>
    public static DeploymentInstance Instance => Required.PublicInstance;

    /// <summary>The run that the current code belongs to, or null.</summary>
    internal static Deployment? Current => Running.Value;

    internal static Deployment Required
        => Running.Value ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    internal IMocks Mocks { get; }

    internal InFlight InFlight { get; } = new();

    internal RegistrationQueue Registrations { get; }

    internal DeploymentConfig Config { get; }

    internal bool IsDryRun { get; }

    internal string StackName { get; }

    internal string ProjectName { get; }

    internal string OrganizationName { get; }

    internal string RootDirectory => _rootDirectory
        ?? throw new InvalidOperationException("The Pulumi CLI version does not support root directory. Please update the Pulumi CLI.");

    internal Stack Stack
    {
        get => _stack ?? throw new InvalidOperationException("Trying to acquire Deployment.Stack before 'Run' was called.");
        set => _stack = value;
    }

    private DeploymentInstance PublicInstance { get; }

    internal void AddResource(Resource resource)
    {
        lock (_resources)
        {
            _resources.Add(resource);
        }
    }

    internal void LogError(string message)
    {
        lock (_errors)
        {
            _errors.Add(message);
        }
    }

    internal void RegisterOutputs(Resource resource, Output<IDictionary<string, object?>> outputs)
        => Registrations.Add(new OutputsRegistration(this, resource, outputs.State));

    /// <summary>Makes the run the current one for the code that follows.</summary>
    internal void Enter() => Running.Value = this;
}
