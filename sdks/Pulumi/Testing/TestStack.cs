namespace Pulumi.Testing;

/// <summary>The stack around a delegate. The delegate runs to its end, as a stack's constructor does.</summary>
internal sealed class TestStack : Stack
{
    public TestStack(Func<Task<IDictionary<string, object?>>> createResources)
        => Outputs = createResources().GetAwaiter().GetResult();

    public IDictionary<string, object?> Outputs { get; }
}
