using SecureApi.Cli.Gate;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Configuration;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

/// <summary>What <c>pulumi destroy</c> may not take from a production stack.</summary>
public sealed class DeletionProtectionTests
{
    /// <summary>What is lost for good: an address, a key, data, what others have in their lists.</summary>
    private static readonly string[] Irreplaceables =
    [
        "aws:cloudwatch/logGroup:LogGroup", "aws:ec2/eip:Eip", "aws:ecr/repository:Repository", "aws:kms/key:Key",
        "aws:lb/loadBalancer:LoadBalancer", "aws:lb/trustStore:TrustStore", "aws:s3/bucket:Bucket", "aws:secretsmanager/secret:Secret",
        "aws:sns/topic:Topic", "tls:index/selfSignedCert:SelfSignedCert",
    ];

    [Fact]
    public Task Protection_InEveryConfiguration_CoversWhatCannotBeMadeAgainInProductionAlone() => StackMatrix.Holds((stack, settings) =>
        from resource in stack.Resources
        let isCaKey = resource.Type == "tls:index/privateKey:PrivateKey" && resource.Parent!.Type == "secure-api:private-ca:CertificateAuthority"
        let expected = settings.Environment == DeploymentEnvironment.Prod && (isCaKey || Irreplaceables.Contains(resource.Type))
        where resource.Protect != expected
        select $"{resource} is {(expected ? "not " : "")}protected");

    [Fact]
    public async Task Except_OfEachKind_LiftsTheProtectionOfThisKindAlone()
    {
        var everything = StackMatrix.Case("everything");
        var protectedTypes = Protected(await StackMatrix.Record(everything));

        var without = await StackMatrix.Record(everything.Settings with { Protection = new ProtectionConfig { Except = [Irreplaceable.Repository, Irreplaceable.Ca] } });
        Assert.Equal(
            protectedTypes.Except(["aws:ecr/repository:Repository", "tls:index/privateKey:PrivateKey", "tls:index/selfSignedCert:SelfSignedCert"]),
            Protected(without));

        Assert.Empty(Protected(await StackMatrix.Record(everything.Settings with { Protection = new ProtectionConfig { Except = [.. Enum.GetValues<Irreplaceable>()] } })));
    }

    /// <summary>What the engine protects, the gate does too: the refusal comes in the pull request, not in the deployment.</summary>
    [Fact]
    public Task Protection_OfAResource_IsThatOfTheGateToo() => StackMatrix.Holds((stack, _) => stack.Resources
        .Where(resource => resource.Protect && ProtectedKind.Of(ResourceUrn.Parse(resource.Urn)) is null)
        .Select(resource => $"{resource} passes the gate"));

    private static IEnumerable<string> Protected(RecordedStack stack) =>
        stack.Resources.Where(resource => resource.Protect).Select(resource => resource.Type).Distinct().Order(StringComparer.Ordinal);
}
