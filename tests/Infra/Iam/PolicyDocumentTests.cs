using SecureApi.Iam;
using Xunit;

namespace SecureApi.Tests.Infra.Iam;

public sealed class PolicyDocumentTests
{
    [Fact]
    public void ToJson_OfAStatementWithOneOfEach_WritesStrings() => Assert.Equal(
        """{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}""",
        new PolicyDocument(new PolicyStatement { Sid = "Read", Actions = ["s3:GetObject"], Resources = ["arn:aws:s3:::b/*"] }).ToJson());

    [Fact]
    public void ToJson_OfListsPrincipalsAndConditions_KeepsTheirOrder() => Assert.Equal(
        """{"Version":"2012-10-17","Statement":[{"Sid":"Trust","Effect":"Deny","Principal":{"Service":["b.amazonaws.com","a.amazonaws.com"]},"Action":["z:Z","a:A"],"Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"},"ArnLike":{"aws:SourceArn":["x","y"]}}}]}""",
        new PolicyDocument(new PolicyStatement
        {
            Sid = "Trust",
            Effect = PolicyEffect.Deny,
            Principal = PolicyPrincipal.Service("b.amazonaws.com", "a.amazonaws.com"),
            Actions = ["z:Z", "a:A"],
            Conditions = [PolicyCondition.SourceAccount("123456789012"), new PolicyCondition("ArnLike", "aws:SourceArn", "x", "y")],
        }).ToJson());

    [Fact]
    public void ToJson_OfAnyone_WritesAStar() => Assert.Contains(
        "\"Principal\":\"*\"",
        new PolicyDocument(new PolicyStatement { Sid = "A", Principal = PolicyPrincipal.Anyone, Actions = ["a:B"] }).ToJson(),
        StringComparison.Ordinal);

    [Fact]
    public void ToJson_OfTwoConditionsOfOneOperator_WritesTheOperatorOnce() => Assert.Contains(
        "\"Condition\":{\"StringEquals\":{\"a\":\"1\",\"b\":\"2\"}}",
        new PolicyDocument(new PolicyStatement
        {
            Sid = "A",
            Actions = ["a:B"],
            Conditions = [new PolicyCondition("StringEquals", "a", "1"), new PolicyCondition("StringEquals", "b", "2")],
        }).ToJson(),
        StringComparison.Ordinal);
}
