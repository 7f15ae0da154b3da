using SecureApi.Iam;

namespace SecureApi.GitHubActions;

/// <summary>
/// What a deployment may change of roles: the tasks' roles, and those only under the boundary. CI's own roles, their policies
/// and the boundary lie under another path, which no statement reaches: what CI may do is changed by a person.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html"/>
internal static class RolePermissions
{
    public static PolicyDocument For(StackArns arns, string boundaryArn)
    {
        var roles = arns.Global("iam", $"role/{arns.Prefix}");
        var policies = arns.Global("iam", $"policy/{arns.Prefix}");
        return new PolicyDocument(
            new PolicyStatement
            {
                Sid = "NewRolesUnderTheBoundary",
                Actions = ["iam:CreateRole"],
                Resources = [roles],
                Conditions = [new PolicyCondition("StringEquals", "iam:PermissionsBoundary", boundaryArn)],
            },
            new PolicyStatement
            {
                Sid = "AttachTheStacksPolicies",
                Actions = ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
                Resources = [roles],
                Conditions =
                [
                    new PolicyCondition("ArnLike", "iam:PolicyARN", policies),
                    new PolicyCondition("StringEquals", "iam:PermissionsBoundary", boundaryArn),
                ],
            },
            new PolicyStatement
            {
                Sid = "Roles",
                Actions = ["iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription"],
                Resources = [roles],
            },
            new PolicyStatement
            {
                Sid = "Policies",
                Actions =
                [
                    "iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:TagPolicy",
                    "iam:UntagPolicy",
                ],
                Resources = [policies],
            },
            new PolicyStatement
            {
                Sid = "TagsOfCi",

                // The stack's tags are CI's own roles' too: a deployment that changes them must be able to. They grant nothing.
                Actions =
                [
                    "iam:TagOpenIDConnectProvider", "iam:TagPolicy", "iam:TagRole", "iam:UntagOpenIDConnectProvider", "iam:UntagPolicy",
                    "iam:UntagRole",
                ],
                Resources =
                [
                    arns.Global("iam", $"oidc-provider/{GitHubActionsRoles.Issuer}"),
                    arns.Global("iam", $"policy{StackArns.GuardedPath}{arns.Prefix}"),
                    arns.Global("iam", $"role{StackArns.GuardedPath}{arns.Prefix}"),
                ],
            },
            new PolicyStatement
            {
                Sid = "HandRolesToTheirServices",
                Actions = ["iam:PassRole"],
                Resources = [roles],
                Conditions =
                [
                    new PolicyCondition(
                        "StringEquals", "iam:PassedToService", "ecs.amazonaws.com", "ecs-tasks.amazonaws.com", "vpc-flow-logs.amazonaws.com"),
                ],
            });
    }
}
