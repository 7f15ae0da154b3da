using System.Globalization;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>
/// Thousands of damaged headers: no crash, nothing foreign gets through, and memory stays where it is. The number can be
/// raised with the variable GATEWAY_TEST_MUTATIONS.
/// </summary>
[Collection(GatewayTests.Name)]
public sealed class HeaderMutationTests(SharedGateways gateways)
{
    private const int Batch = 1000;
    private const int AllowedGrowthKilobytes = 2048;

    private static readonly int Batches =
        int.Parse(Environment.GetEnvironmentVariable("GATEWAY_TEST_MUTATIONS") ?? "3000", CultureInfo.InvariantCulture) / Batch;

    [Theory]
    [InlineData(ZooGateway.Verify)]
    [InlineData(ZooGateway.Passthrough)]
    public async Task Gateway_DamagedHeaders_NeverPassAsAnotherClientAndCostNoMemory(ZooGateway kind)
    {
        var gateway = await gateways.Get(kind);
        var workers = gateway.Workers;
        Credential[] clients = [gateways.Client, gateways.Authorities.RsaRoot.Issue(), gateways.Authorities.Configured.Issue()];
        var fingerprints = clients.Select(client => client.Fingerprint).ToHashSet(StringComparer.Ordinal);
        var mutations = new HeaderMutations(clients, seed: 4711);
        var sizes = new List<int>();
        var passed = 0;

        for (var batch = 0; batch < Batches; batch++)
        {
            GatewayConnection? connection = null;
            for (var index = 0; index < Batch; index++)
            {
                var header = mutations.Next();
                connection ??= await GatewayConnection.Open(gateway.Port);
                var answer = await connection.Send("GET", "/", [(GatewayEnvironment.Header, header)]);
                if (!answer.KeepsAlive)
                {
                    await connection.DisposeAsync();
                    connection = null;
                }
                if (answer.Status is 400 or 403) continue;
                var sent = EchoService.HeadersIn(answer).Single(pair => pair.Key == "X-Client-Fingerprint").Value;
                Assert.True(answer.Status == 200 && fingerprints.Contains(sent), $"{answer.Status} for {header}");
                passed++;
            }
            if (connection is not null) await connection.DisposeAsync();
            sizes.Add(Kilobytes(workers[0]));
        }

        Assert.True(passed > Batch / 20, "Hardly a header was left whole: the mutations prove nothing about those that pass.");
        Assert.Equal(workers, gateway.Workers);
        // The first batch fills the caches and the allocator.
        Assert.True(sizes[^1] - sizes[0] < AllowedGrowthKilobytes, $"Resident memory in kB after each batch: {string.Join(", ", sizes)}");
    }

    private static int Kilobytes(int process) => int.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
