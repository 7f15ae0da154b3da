using System.Security.Cryptography.X509Certificates;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.PrivateCa;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Cli.Clients;

/// <summary>OpenSSL and .NET read what the stack issues as it is meant.</summary>
public sealed class IssuedCertificateTests
{
    private static readonly Lazy<Task<IssuedStack>> Shared = new(() =>
    {
        var settings = IssuedStack.Settings("acme", "bulk", "gone");
        return IssuedStack.Record(settings with
        {
            Mtls = settings.Mtls with
            {
                Ca = settings.Mtls.Ca with { Generations = ["g1", "g2"], Issuing = "g2" },
                Revocations = [new RevocationConfig { Client = "gone", Date = IssuedStack.Today, Reason = X509RevocationReason.KeyCompromise }],
            },
        });
    });

    [Theory]
    [InlineData("acme", true, "")]
    [InlineData("bulk", true, "")]
    [InlineData("gone", false, "certificate revoked")]
    public async Task ClientCertificate_AgainstBundleAndLists_VerifiesUnlessRevoked(string client, bool isGood, string reason)
    {
        var stack = await Shared.Value;
        var (code, output) = await OpenSsl.Run(
            "verify -x509_strict -purpose sslclient -crl_check -CAfile {0} -CRLfile {1} {2}", stack.Bundle, stack.RevocationLists, stack[client]);
        Assert.True((code == 0) == isGood, output);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClientCertificate_AsIssued_IsForClientsOnlyAndNamesTheClient()
    {
        using var certificate = (await Shared.Value).Certificate("acme");
        Assert.Equal("CN=acme", certificate.Subject);
        Assert.Equal(
            ["1.3.6.1.5.5.7.3.2"],
            certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>().Select(use => use.Value));
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
    }

    [Fact]
    public async Task Requests_OfKeysThatTheStackMakes_VerifyThemselves()
    {
        var stack = await Shared.Value;
        foreach (var request in stack.Stack.OfType("tls:index/certRequest:CertRequest"))
        {
            var (code, output) = await OpenSsl.Run("req -verify -noout -in {0}", request.Outputs.Text("certRequestPem")!);
            Assert.True(code == 0 && output.Contains("verify OK", StringComparison.Ordinal), output);
        }
    }

    [Fact]
    public async Task Request_OfTheProductionStacksPartner_VerifiesItself()
    {
        var settings = StackFileReader.Load(RepositoryFiles.Root, "prod");
        var (code, output) = await OpenSsl.Run("req -verify -noout -in {0}", settings.Mtls.Clients["acme"].CertificateSigningRequest!);
        Assert.True(code == 0 && output.Contains("verify OK", StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task RevocationLists_AsPublished_AreSignedByTheirGenerationAndNameTheSerialAndReason()
    {
        var stack = await Shared.Value;
        var files = stack.Stack.OfType("aws:s3/bucketObjectv2:BucketObjectv2")
            .Where(file => file.Inputs.Text("key")!.StartsWith("crl-", StringComparison.Ordinal)).ToList();
        Assert.Equal(["crl-g1.pem", "crl-g2.pem"], files.Select(file => file.Inputs.Text("key")).Order(StringComparer.Ordinal));
        foreach (var file in files)
        {
            var (_, signature) = await OpenSsl.Run("crl -verify -noout -CAfile {0} -in {1}", stack.Bundle, file.Inputs.Text("content")!);
            Assert.Contains("verify OK", signature, StringComparison.Ordinal);
            var (_, text) = await OpenSsl.Run("crl -text -noout -in {0}", file.Inputs.Text("content")!);
            using var gone = stack.Certificate("gone");
            Assert.Contains(gone.SerialNumber, text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("Key Compromise", text, StringComparison.Ordinal);
            Assert.Contains("sha256WithRSAEncryption", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RevocationLists_OnEveryWay_AreTheSameText()
    {
        var stack = await Shared.Value;
        var published = stack.Stack.OfType("aws:s3/bucketObjectv2:BucketObjectv2")
            .Where(file => file.Inputs.Text("key")!.StartsWith("crl-", StringComparison.Ordinal))
            .OrderBy(file => file.Inputs.Text("key"), StringComparer.Ordinal).Select(file => file.Inputs.Text("content"));
        Assert.Equal(stack.RevocationLists, string.Concat(published));
        Assert.Equal(stack.RevocationLists, stack.GatewayVariables()["GATEWAY_CRL"]);
        Assert.False(stack.Stack.Outputs["revocationLists"]!.ContainsSecret);
    }

    [Fact]
    public async Task RevocationLists_OfEveryGeneration_AreInTheTrustStoreByVersion()
    {
        var stack = (await Shared.Value).Stack;
        var store = stack.OfType("aws:lb/trustStore:TrustStore").Single();
        Assert.Equal(2, stack.OfType("aws:lb/trustStoreRevocation:TrustStoreRevocation").Count());
        Assert.All(stack.OfType("aws:lb/trustStoreRevocation:TrustStoreRevocation"), revocation =>
        {
            var file = stack.OfType("aws:s3/bucketObjectv2:BucketObjectv2").Single(item => item.Name == revocation.Name);
            Assert.Equal(store.Outputs.Text("arn"), revocation.Inputs.Text("trustStoreArn"));
            Assert.Equal(file.Outputs.Text("versionId"), revocation.Inputs.Text("revocationsS3ObjectVersion"));
        });
    }

    [Fact]
    public async Task Stack_RecordedTwice_IsTheSameToTheByte()
    {
        var settings = IssuedStack.Settings("acme", "gone");
        settings = settings with
        {
            Mtls = settings.Mtls with { Revocations = [new RevocationConfig { Client = "gone", Date = IssuedStack.Today }] },
        };
        var first = await IssuedStack.Record(settings);
        var second = await IssuedStack.Record(settings);
        Assert.Equal(first.Stack.Resources.Select(resource => (resource.Urn, resource.Inputs)), second.Stack.Resources.Select(resource => (resource.Urn, resource.Inputs)));
        Assert.Equal(first.Stack.Outputs, second.Stack.Outputs);
    }
}
