using System.Collections.Immutable;
using Pulumi.Testing;

namespace SecureApi.Sdks.Tests.Contract;

/// <summary>Mocks that note what they are asked, and answer with what a test says; an empty state if it says nothing.</summary>
internal sealed class RecordingMocks : IMocks
{
    private readonly Lock _gate = new();

    public List<MockResourceArgs> Resources { get; } = [];

    public List<MockCallArgs> Calls { get; } = [];

    public List<MockRegisterResourceOutputsRequest> Outputs { get; } = [];

    public Func<MockResourceArgs, (string? Id, object State)> Make { get; init; } =
        args => ($"{args.Name}-id", ImmutableDictionary<string, object>.Empty);

    public Func<MockResourceArgs, Task> Delay { get; init; } = _ => Task.CompletedTask;

    public Func<MockCallArgs, object> Call { get; init; } = _ => ImmutableDictionary<string, object>.Empty;

    public MockResourceArgs this[string name] => Resources.Single(resource => resource.Name == name);

    public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        lock (_gate)
        {
            Resources.Add(args);
        }

        await Delay(args);
        return Make(args);
    }

    public Task<object> CallAsync(MockCallArgs args)
    {
        lock (_gate)
        {
            Calls.Add(args);
        }

        return Task.FromResult(Call(args));
    }

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        lock (_gate)
        {
            Outputs.Add(args);
        }

        return Task.CompletedTask;
    }
}
