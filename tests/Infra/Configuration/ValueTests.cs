using SecureApi.Configuration;
using SecureApi.Ecs;
using SecureApi.Network;
using SecureApi.PrivateCa;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Infra.Configuration;

/// <summary>The small types that settings are made of.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("eu-west-1", "aws", "amazonaws.com", "abc")]
    [InlineData("us-east-1", "aws", "amazonaws.com", "abcdef")]
    [InlineData("ap-northeast-1", "aws", "amazonaws.com", "acd")]
    [InlineData("us-gov-west-1", "aws-us-gov", "amazonaws.com", "abc")]
    [InlineData("cn-north-1", "aws-cn", "amazonaws.com.cn", "abd")]
    [InlineData("eusc-de-east-1", "aws-eusc", "amazonaws.eu", "abc")]
    [InlineData("us-iso-east-1", "aws-iso", "c2s.ic.gov", "abcdef")]
    [InlineData("us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov", "abcdef")]
    [InlineData("eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk", "abcdef")]
    [InlineData("us-isof-south-1", "aws-iso-f", "csp.hci.ic.gov", "abcdef")]
    [InlineData("xx-nowhere-9", "aws", "amazonaws.com", "abcdef")]
    public void Region_OfAnyPartition_IsKnown(string name, string partition, string suffix, string letters) =>
        Assert.Equal(new AwsRegion(name, partition, suffix, letters), AwsRegion.Parse(name));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("eu-west")]
    [InlineData("eu-west-1a")]
    [InlineData("EU-WEST-1")]
    [InlineData("eu--1")]
    [InlineData("eu-west-0")]
    [InlineData("europe-west-1")]
    public void Region_WithoutTheShapeOfOne_IsRefused(string? name) => Assert.False(AwsRegion.TryParse(name, out _));

    [Fact]
    public void Zones_Counted_AreTheFirstOfTheRegion()
    {
        var network = new NetworkConfig { AvailabilityZoneCount = 3 };

        Assert.Equal([new("ap-northeast-1a", 0), new("ap-northeast-1c", 2), new("ap-northeast-1d", 3)], network.Zones(AwsRegion.Parse("ap-northeast-1")));
    }

    [Fact]
    public void Zones_Named_HaveSlotsThatDependOnTheNameAlone()
    {
        var region = AwsRegion.Parse("us-east-1");
        var two = new NetworkConfig { AvailabilityZones = ["us-east-1f", "us-east-1b"] }.Zones(region);
        var three = new NetworkConfig { AvailabilityZones = ["us-east-1b", "us-east-1a", "us-east-1f"] }.Zones(region);

        Assert.Equal([new("us-east-1b", 1), new("us-east-1f", 5)], two);
        Assert.All(two, zone => Assert.Contains(zone, three));
    }

    [Theory]
    [InlineData("/", "/anything", true)]
    [InlineData("/v1", "/v1", true)]
    [InlineData("/v1", "/v1/orders", true)]
    [InlineData("/v1", "/v10", false)]
    [InlineData("/v1/orders", "/v1", false)]
    public void PathPrefix_Covers_WholeSegments(string prefix, string path, bool covers) =>
        Assert.Equal(covers, ServiceConfig.Covers(prefix, path));

    /// <summary>The gateway's Lua tests read the same list.</summary>
    [Fact]
    public void PathPrefix_OfTheSharedList_IsJudgedAsTheGatewayJudgesIt() =>
        Assert.All(File.ReadLines(RepositoryFiles.At("tests", "Images", "Gateway", "Lua", "path-prefixes.txt")), line =>
        {
            var words = line.Split(' ', 2);
            Assert.Equal(words[0] == "valid", new KeyPatternAttribute(Patterns.PathPrefix).IsValid(words[1]));
        });

    [Theory]
    [InlineData("natGateway", "natGateways")]
    [InlineData("CIDR", "cidr")]
    [InlineData("interfaceEndpoint", "interfaceEndpoints")]
    [InlineData("zzz", null)]
    [InlineData("", null)]
    public void Suggestion_Nearest_IsWhatAPersonMayHaveMeant(string word, string? meant) =>
        Assert.Equal(meant, Suggestion.Nearest(word, ["cidr", "natGateways", "interfaceEndpoints", "ipv6"]));

    [Fact]
    public void SigningRequest_Good_IsDescribed()
    {
        Assert.Equal("ECDSA P-256", Read(SigningRequests.P256).KeyDescription);
        Assert.Equal("ECDSA P-384", Read(SigningRequests.P384).KeyDescription);
        Assert.Equal("RSA 3072", Read(SigningRequests.Rsa3072).KeyDescription);
        Assert.Equal("CN=acme", Read(SigningRequests.P256).Subject);
        Assert.Equal(["acme"], Read(SigningRequests.P256).CommonNames);
        Assert.Empty(Read(SigningRequests.WithoutName).CommonNames);
        Assert.NotEqual(Read(SigningRequests.P256).KeyFingerprint, Read(SigningRequests.P384).KeyFingerprint);

        static SigningRequest Read(string yaml)
        {
            Assert.True(SigningRequest.TryRead(yaml.Trim('"').Replace("\\n", "\n", StringComparison.Ordinal), out var request, out _));
            return request;
        }
    }

    [Theory]
    [InlineData("api.example.com", true)]
    [InlineData("a-1.b2.dev", true)]
    [InlineData("xn--bcher-kva.example", true)]
    [InlineData("localhost", false)]
    [InlineData("-a.example.com", false)]
    [InlineData("a..com", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("API.example.com", false)]
    [InlineData("example.com.", false)]
    public void DomainName_OfAHost_IsTold(string text, bool valid) => Assert.Equal(valid, new KeyPatternAttribute(Patterns.DomainName).IsValid(text));
}
