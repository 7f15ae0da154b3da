using System.Text.RegularExpressions;
using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Cli.Preview;

public sealed partial class PlaceholderTests
{
    [Fact]
    public Task Placeholders_OverTheMatrix_LeaveNothingUnknown() => StackMatrix.Holds((stack, _) => stack.Unknowns
        .Select(unknown => $"{unknown.Urn}: {unknown.Property} is unknown: add {(unknown.Sources.IsEmpty ? "its resource type" : string.Join(", ", unknown.Sources))} to cli/Preview/Placeholders/PlaceholderTable.cs"));

    [Fact]
    public Task Placeholders_OverTheMatrix_HaveWellFormedArns() => StackMatrix.Holds((stack, _) =>
        from resource in stack.Resources
        let arn = resource.Outputs.Text("arn")
        where arn is not null && !Arn().IsMatch(arn)
        select $"{resource}: {arn}");

    [Fact]
    public Task Placeholders_OverTheMatrix_HaveIdsOfTheirOwn() => StackMatrix.Holds((stack, _) => stack.Resources
        .Where(resource => resource.IsCustom && resource.Type.StartsWith("aws:ec2/", StringComparison.Ordinal) && resource.Type != "aws:ec2/defaultRouteTable:DefaultRouteTable")
        .GroupBy(resource => resource.Id)
        .Where(group => group.Count() > 1)
        .Select(group => $"{group.Key} is the id of {string.Join(" and ", group)}"));

    [Theory]
    [InlineData("aws:ec2/vpc:Vpc", "^vpc-[0-9a-f]{17}$")]
    [InlineData("aws:ec2/subnet:Subnet", "^subnet-[0-9a-f]{17}$")]
    [InlineData("aws:ec2/securityGroup:SecurityGroup", "^sg-[0-9a-f]{17}$")]
    [InlineData("aws:ec2/natGateway:NatGateway", "^nat-[0-9a-f]{17}$")]
    [InlineData("aws:lb/loadBalancer:LoadBalancer", "^arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/[a-z0-9-]{1,32}/[0-9a-f]{16}$")]
    [InlineData("aws:kms/key:Key", "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$")]
    public async Task Placeholder_OfAType_LooksLikeAws(string type, string pattern)
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);

        Assert.All(stack.OfType(type), resource => Assert.Matches(pattern, resource.Id));
        Assert.NotEmpty(stack.OfType(type));
    }

    [Fact]
    public async Task Listener_OfALoadBalancer_CarriesItsPath()
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        var suffix = stack.OfType("aws:lb/loadBalancer:LoadBalancer").Single().Outputs.Text("arnSuffix");

        Assert.All(stack.OfType("aws:lb/listener:Listener"), listener =>
            Assert.StartsWith($"arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/{suffix}/", listener.Id, StringComparison.Ordinal));
    }

    [GeneratedRegex("^arn:aws(-cn|-us-gov)?:[a-z0-9-]+:[a-z0-9-]*:(123456789012)?:\\S.*$")]
    private static partial Regex Arn();
}
