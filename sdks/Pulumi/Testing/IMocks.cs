namespace Pulumi.Testing;

/// <summary>Stands for the engine and the providers in a test.</summary>
public interface IMocks
{
    /// <summary>Makes a resource: gives its id and its state, a dictionary of outputs.</summary>
    /// <param name="args">The resource.</param>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>Runs a provider's function: gives its result, a dictionary.</summary>
    /// <param name="args">The function and its arguments.</param>
    Task<object> CallAsync(MockCallArgs args);

    /// <summary>Sees the outputs that a component or the stack registers.</summary>
    /// <param name="args">The component and its outputs.</param>
    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}
