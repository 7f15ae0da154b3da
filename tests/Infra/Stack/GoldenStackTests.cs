using SecureApi.Cli.Preview.Recording;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>Everything that the production stack, the development stack and the stack with everything switched on declare.</summary>
public sealed class GoldenStackTests
{
    private const string Meaning = """
        What the stack declares has changed. Read the file's diff as what a deployment would do to a running stack.
        A block that appeared, went, or changed its type, logical name or parent is a resource that Pulumi would delete and create:
        a load balancer, a bucket or a key would be lost with its data and its address. If a rename is meant, give the component or
        resource an alias (ComponentResourceOptions.Aliases) so that Pulumi keeps the old one. The same holds for an argument that
        AWS cannot change in place.
        """;

    [Theory]
    [InlineData("prod")]
    [InlineData("dev")]
    [InlineData("everything")]
    public async Task Stack_AsDeclared_MatchesTheGoldenFile(string name)
    {
        var stack = await StackMatrix.Record(StackMatrix.Case(name));

        Golden.Matches(StackDump.Of(stack), Meaning, "tests", "Infra", "Stack", $"{name}.golden.yaml");
    }

    [Fact]
    public async Task Stack_RecordedOnAnotherDay_HasTheSameGoldenFile()
    {
        var settings = StackMatrix.Case("everything").Settings;
        var later = await StackRecorder.RecordAsync(
            settings.Project, settings.Stack, settings.Region, options => new SecureApiStack(settings, options),
            new RecordingOptions { Clock = new LaterClock() });

        Golden.Matches(StackDump.Of(later), "The golden file depends on the day: normalise the value in StackDump.", "tests", "Infra", "Stack", "everything.golden.yaml");
    }

    [Fact]
    public async Task GoldenFile_OfSecrets_HoldsNoneOfTheirValues()
    {
        var stack = await StackMatrix.Record(StackMatrix.Case("everything"));
        var text = StackDump.Of(stack);

        Assert.DoesNotContain("[secret that the program did not mark]", text, StringComparison.Ordinal);
        Assert.All(PlainSecrets.Marked(stack), secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), "The golden file shows a secret."));
        Assert.Contains("[secret]", text, StringComparison.Ordinal);
    }

    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow.AddDays(3);
    }
}
