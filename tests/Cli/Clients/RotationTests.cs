using SecureApi.Cli.Preview.Recording;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Cli.Clients;

/// <summary>Each step of a rotation as a stack: what it changes, and who is trusted when.</summary>
public sealed class RotationTests
{
    [Theory]
    [InlineData(0, "Secure API private CA g1")]
    [InlineData(1, "Secure API private CA g1", "Secure API private CA g2")]
    [InlineData(2, "Secure API private CA g1", "Secure API private CA g2")]
    [InlineData(3, "Secure API private CA g2")]
    public async Task Bundle_AfterEachStep_HoldsTheTrustedGenerationsForLoadBalancerAndGateway(int step, params string[] authorities)
    {
        var stack = await RotationStacks.After(step);
        Assert.Equal(authorities, CommonNames(stack.Bundle));
        Assert.Equal(stack.Bundle, stack.GatewayVariables()["GATEWAY_CA_BUNDLE"]);
        Assert.Equal(stack.Bundle, stack.Stack.OfType("aws:s3/bucketObjectv2:BucketObjectv2").Single(file => file.Inputs.Text("key") == "ca-bundle.pem").Inputs.Text("content"));
    }

    [Theory]
    [InlineData(0, "g1")]
    [InlineData(1, "g1")]
    [InlineData(2, "g2")]
    [InlineData(3, "g2")]
    public async Task Certificates_AfterEachStep_AreOfTheIssuingGeneration(int step, string generation)
    {
        var stack = await RotationStacks.After(step);
        foreach (var client in RotationStacks.Clients)
        {
            using var certificate = stack.Certificate(client);
            Assert.Contains($"private CA {generation}", certificate.Issuer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task FirstStep_NewGeneration_LeavesEveryCertificateAlone()
    {
        var (before, after) = (await RotationStacks.After(0), await RotationStacks.After(1));
        Assert.All(RotationStacks.Clients, client => Assert.Equal(before[client], after[client]));
        Assert.Equal(before.GatewayVariables()["GATEWAY_TLS_CERTIFICATE"], after.GatewayVariables()["GATEWAY_TLS_CERTIFICATE"]);
    }

    [Fact]
    public async Task SecondStep_OtherIssuer_LeavesTheTrustAlone()
    {
        var (before, after) = (await RotationStacks.After(1), await RotationStacks.After(2));
        Assert.Equal(before.Bundle, after.Bundle);
        Assert.Equal(before.RevocationLists, after.RevocationLists);
        foreach (var type in new[] { "aws:lb/trustStore:TrustStore", "aws:lb/trustStoreRevocation:TrustStoreRevocation", "tls:index/privateKey:PrivateKey" })
        {
            Assert.Equal(Inputs(before.Stack, type), Inputs(after.Stack, type));
        }
    }

    [Fact]
    public async Task ThirdStep_OldGenerationGone_LeavesWhatTheNewOneIssuedAlone()
    {
        var (before, after) = (await RotationStacks.After(2), await RotationStacks.After(3));
        Assert.All(RotationStacks.Clients, client => Assert.Equal(before[client], after[client]));
        Assert.EndsWith(after.Bundle, before.Bundle, StringComparison.Ordinal);
        Assert.EndsWith(after.RevocationLists, before.RevocationLists, StringComparison.Ordinal);
    }

    /// <summary>
    /// A leaked certificate stays on the lists while its CA is trusted: the client's certificate, whose serial number they hold, is not
    /// signed anew whatever changes.
    /// </summary>
    [Fact]
    public async Task Certificates_OfClientsThatAreRevokedByName_AreNeverSignedAnew()
    {
        var stack = await StackMatrix.Record(StackMatrix.Case("everything"));
        var certificates = stack.OfType("tls:index/locallySignedCert:LocallySignedCert").ToDictionary(certificate => certificate.Name[(certificate.Name.IndexOf("-client-", StringComparison.Ordinal) + 1)..]);
        var revoked = certificates["client-partner"];
        Assert.Equal(revoked.Inputs.Names.Except(["earlyRenewalHours"]).Order(StringComparer.Ordinal), revoked.IgnoreChanges.Order(StringComparer.Ordinal));
        Assert.Equal(0, revoked.Inputs.Number("earlyRenewalHours"));
        Assert.All(certificates.Values.Except([revoked]), certificate => Assert.Empty(certificate.IgnoreChanges));
    }

    /// <summary>
    /// While a step is deployed, load balancer and gateway tasks are old or new in any combination. Whatever a client may
    /// hold then has to be good for both.
    /// </summary>
    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 2, 0)]
    [InlineData(1, 2, 2)]
    [InlineData(2, 3, 2)]
    public async Task Clients_WhileAStepIsDeployed_AreGoodBeforeAndAfter(int before, int after, int issuedAfter)
    {
        var issued = await RotationStacks.After(issuedAfter);
        foreach (var step in new[] { before, after })
        {
            var trust = await RotationStacks.After(step);
            foreach (var client in RotationStacks.Clients)
            {
                var (code, output) = await OpenSsl.Run(
                    "verify -x509_strict -purpose sslclient -crl_check_all -CAfile {0} -CRLfile {1} {2}", trust.Bundle, trust.RevocationLists, issued[client]);
                Assert.True(code == 0, output);
            }
        }
    }

    private static List<RecordedMap> Inputs(RecordedStack stack, string type) => [.. stack.OfType(type).Select(resource => resource.Inputs)];

    private static List<string> CommonNames(string bundle)
    {
        var certificates = new System.Security.Cryptography.X509Certificates.X509Certificate2Collection();
        certificates.ImportFromPem(bundle);
        return [.. certificates.Select(certificate => certificate.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.SimpleName, forIssuer: false))];
    }
}
