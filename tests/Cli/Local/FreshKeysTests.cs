using System.Security.Cryptography.X509Certificates;
using SecureApi.Cli.Local;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Cli.Local;

public sealed class FreshKeysTests
{
    [Fact]
    public async Task Keys_OfTwoRunsAndThePreview_HaveNothingInCommon()
    {
        var preview = await StackMatrix.Record(StackCase.Minimal());
        var (first, second) = (await Record(), await Record());
        string[] all =
        [
            .. preview.OfType("tls:index/privateKey:PrivateKey").Select(key => key.Outputs.Text("privateKeyPem")!),
            .. Keys(first), .. Keys(second),
        ];

        Assert.Equal(all.Length, all.Distinct(StringComparer.Ordinal).Count());
        Assert.NotEqual(first.CaBundle, second.CaBundle);
        Assert.NotEqual(first.CaBundle, preview.Outputs.Text("caCertificates"));
        Assert.NotEqual(first.Listener.CertificateHeader, second.Listener.CertificateHeader);
    }

    [Fact]
    public async Task Certificate_OfEachClient_LeadsToTheCaAndBelongsToItsKey()
    {
        var stack = await Record();
        Assert.Contains(stack.Clients, client => client.Name == LocalStack.Developer);
        foreach (var client in stack.Clients)
        {
            using var certificate = X509Certificate2.CreateFromPem(client.CertificatePem, client.KeyPem);
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.ImportFromPem(stack.CaBundle);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            Assert.True(chain.Build(certificate));
            Assert.Equal($"CN={client.Name}", certificate.Subject);
        }
    }

    [Fact]
    public async Task Text_OfWhatHoldsKeys_ShowsNone()
    {
        var stack = await Record();
        var certificate = BalancerCertificate.Create(stack.Domain, DateTimeOffset.UtcNow);
        var shown = string.Join('\n', stack.Clients[0], stack.Gateway, stack.Services[0], certificate, new Child { Name = "x", Command = [], Directory = "/" });

        Assert.DoesNotContain("PRIVATE KEY", shown);
        Assert.DoesNotContain("PRIVATE KEY", stack.ToString());
    }

    private static Task<LocalStack> Record() => LocalStack.RecordAsync(StackCase.Minimal(), TimeProvider.System);

    private static IEnumerable<string> Keys(LocalStack stack) =>
        stack.Clients.Select(client => client.KeyPem).Append(stack.Gateway.Environment["GATEWAY_TLS_PRIVATE_KEY"]);
}
