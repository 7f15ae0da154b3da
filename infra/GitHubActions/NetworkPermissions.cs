using System.Collections.Immutable;
using SecureApi.Iam;

namespace SecureApi.GitHubActions;

/// <summary>
/// What a deployment may change in the network: what carries the stack's tags, and what it makes with them. A tag can be
/// set while something is made, never on something that exists, so that nothing foreign becomes the stack's.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html"/>
internal static class NetworkPermissions
{
    private static ImmutableArray<string> Makes =>
    [
        "AllocateAddress", "AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "CreateEgressOnlyInternetGateway",
        "CreateFlowLogs", "CreateInternetGateway", "CreateNatGateway", "CreateRouteTable", "CreateSecurityGroup",
        "CreateSubnet", "CreateVpc", "CreateVpcEndpoint",
    ];

    private static ImmutableArray<string> Changes =>
    [
        "ec2:AssociateRouteTable", "ec2:AssociateSubnetCidrBlock", "ec2:AssociateVpcCidrBlock", "ec2:AttachInternetGateway", "ec2:CreateRoute", "ec2:CreateTags",
        "ec2:DeleteEgressOnlyInternetGateway", "ec2:DeleteFlowLogs", "ec2:DeleteInternetGateway", "ec2:DeleteNatGateway",
        "ec2:DeleteRoute", "ec2:DeleteRouteTable", "ec2:DeleteSecurityGroup", "ec2:DeleteSubnet", "ec2:DeleteTags",
        "ec2:DeleteVpc", "ec2:DeleteVpcEndpoints", "ec2:DetachInternetGateway", "ec2:DisassociateAddress", "ec2:DisassociateRouteTable",
        "ec2:DisassociateSubnetCidrBlock", "ec2:DisassociateVpcCidrBlock",
        "ec2:ModifySecurityGroupRules", "ec2:ModifySubnetAttribute", "ec2:ModifyVpcAttribute", "ec2:ModifyVpcEndpoint",
        "ec2:ReleaseAddress", "ec2:ReplaceRoute", "ec2:ReplaceRouteTableAssociation", "ec2:RevokeSecurityGroupEgress",
        "ec2:RevokeSecurityGroupIngress", "ec2:UpdateSecurityGroupRuleDescriptionsEgress",
        "ec2:UpdateSecurityGroupRuleDescriptionsIngress",
    ];

    public static PolicyDocument For(StackArns arns)
    {
        ImmutableArray<string> makes = [.. Makes.Select(action => $"ec2:{action}")];
        ImmutableArray<string> network = [arns.Regional("ec2", "*")];
        return new PolicyDocument(
            new PolicyStatement { Sid = "MakeWithTheStacksTags", Actions = makes, Resources = network, Conditions = arns.TaggedAnew },
            new PolicyStatement { Sid = "InWhatIsTheStacks", Actions = makes, Resources = network, Conditions = arns.Tagged },
            new PolicyStatement { Sid = "ChangeWhatIsTheStacks", Actions = Changes, Resources = network, Conditions = arns.Tagged },
            new PolicyStatement
            {
                Sid = "TagWhileMaking",
                Actions = ["ec2:CreateTags"],
                Resources = network,
                Conditions = [new PolicyCondition("StringEquals", "ec2:CreateAction", Makes)],
            });
    }
}
