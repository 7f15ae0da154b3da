using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>The production stack's resources by type, logical name and parent: what a rename would destroy and create.</summary>
public sealed class GoldenStackTests
{
    [Fact]
    public async Task ProdStack_AsDeclared_MatchesTheGoldenFile()
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        var lines = stack.Resources.Skip(1)
            .Select(resource => $"{resource.Type} {resource.Name} < {resource.Parent!.Type} {resource.Parent.Name}")
            .Order(StringComparer.Ordinal);
        Golden.Matches(
            string.Join('\n', lines) + "\n",
            """
            A resource of the production stack appeared, went, or changed its type, logical name or parent.
            In a running stack Pulumi would delete the old resource and create a new one: a load balancer, a bucket or a key
            would be lost with its data and its address. If a rename is meant, give the component or resource an alias
            (ComponentResourceOptions.Aliases) so that Pulumi keeps the old one.
            """,
            "tests", "Infra", "Stack", "prod.golden.txt");
    }
}
