namespace Pulumi;

/// <summary>What a program may ask about its run, and the functions of providers.</summary>
public sealed class DeploymentInstance
{
    private readonly Deployment _deployment;

    internal DeploymentInstance(Deployment deployment) => _deployment = deployment;

    /// <summary>The stack's name.</summary>
    public string StackName => _deployment.StackName;

    /// <summary>The project's name.</summary>
    public string ProjectName => _deployment.ProjectName;

    /// <summary>The project's folder.</summary>
    public string RootDirectory => _deployment.RootDirectory;

    /// <summary>The organization's name.</summary>
    public string OrganizationName => _deployment.OrganizationName;

    /// <summary>Whether this is a preview.</summary>
    public bool IsDryRun => _deployment.IsDryRun;

    /// <summary>Runs a function of a provider.</summary>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => new Invocation(_deployment, token, args, options).Start<T>();

    /// <summary>Runs a function of a provider.</summary>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options)
        => new Invocation(_deployment, token, args, options).Start<T>();

    /// <summary>Runs a function of a provider.</summary>
    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null)
        => new Invocation(_deployment, token, args, options).RunAsync<T>();

    /// <summary>Runs a function of a provider for its effect.</summary>
    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null)
        => new Invocation(_deployment, token, args, options).RunAsync<object>();
}
