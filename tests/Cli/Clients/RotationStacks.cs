
namespace SecureApi.Tests.Cli.Clients;

/// <summary>The stacks of a CA rotation: before it, and after each of its three reviewed steps.</summary>
public static class RotationStacks
{
    /// <summary>The names of the clients.</summary>
    public static readonly string[] Clients = ["acme", "bulk"];

    private static readonly Lazy<Task<IssuedStack>>[] Steps =
    [
        Step("g1", ["g1"]),
        Step("g1", ["g1", "g2"]),
        Step("g2", ["g1", "g2"]),
        Step("g2", ["g2"]),
    ];

    /// <summary>0: before; 1: g2 is trusted; 2: g2 issues; 3: g1 is trusted no more.</summary>
    public static Task<IssuedStack> After(int step) => Steps[step].Value;

    private static Lazy<Task<IssuedStack>> Step(string issuing, string[] generations) => new(() =>
    {
        var settings = IssuedStack.Settings(Clients);
        return IssuedStack.Record(settings with
        {
            Mtls = settings.Mtls with { Ca = settings.Mtls.Ca with { Generations = [.. generations], Issuing = issuing } },
        });
    });
}
