using System.Collections.Immutable;
using SecureApi.Iam;

namespace SecureApi.GitHubActions;

/// <summary>What a deployment may change at the edge: load balancer, firewall, public certificate, DNS records.</summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/load-balancer-authentication-access-control.html"/>
internal static class EdgePermissions
{
    private static ImmutableArray<string> LoadBalancing =>
    [
        "elasticloadbalancing:AddTags", "elasticloadbalancing:AddTrustStoreRevocations", "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateRule", "elasticloadbalancing:CreateTargetGroup",
        "elasticloadbalancing:CreateTrustStore", "elasticloadbalancing:DeleteListener", "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:DeleteRule", "elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing:DeleteTrustStore",
        "elasticloadbalancing:GetTrustStoreCaCertificatesBundle", "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing:ModifyListenerAttributes", "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "elasticloadbalancing:ModifyRule", "elasticloadbalancing:ModifyTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes", "elasticloadbalancing:ModifyTrustStore",
        "elasticloadbalancing:RemoveTags", "elasticloadbalancing:RemoveTrustStoreRevocations",
        "elasticloadbalancing:SetIpAddressType", "elasticloadbalancing:SetRulePriorities",
        "elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets",
    ];

    public static PolicyDocument For(StackArns arns, string? hostedZoneId)
    {
        var balancer = $"app/{arns.Prefix}";
        var statements = ImmutableArray.Create(
            new PolicyStatement
            {
                Sid = "LoadBalancer",
                Actions = LoadBalancing,
                Resources =
                [
                    arns.Regional("elasticloadbalancing", $"loadbalancer/{balancer}/*"),
                    arns.Regional("elasticloadbalancing", $"listener/{balancer}/*"),
                    arns.Regional("elasticloadbalancing", $"listener-rule/{balancer}/*"),
                    arns.Regional("elasticloadbalancing", $"targetgroup/{arns.Prefix}/*"),
                    arns.Regional("elasticloadbalancing", $"truststore/{arns.Prefix}/*"),
                ],
            },
            new PolicyStatement
            {
                Sid = "Firewall",
                Actions =
                [
                    "wafv2:AssociateWebACL", "wafv2:CreateWebACL", "wafv2:DeleteLoggingConfiguration", "wafv2:DeleteWebACL",
                    "wafv2:DisassociateWebACL", "wafv2:PutLoggingConfiguration", "wafv2:TagResource", "wafv2:UntagResource",
                    "wafv2:UpdateWebACL",
                ],
                Resources =
                [
                    arns.Regional("wafv2", $"regional/webacl/{arns.Names.WebAcl}/*"),
                    arns.Regional("wafv2", "regional/managedruleset/*"),
                    arns.Regional("elasticloadbalancing", $"loadbalancer/{balancer}/*"),
                ],
            },
            new PolicyStatement
            {
                Sid = "LoadBalancersFirewall",
                Actions = ["elasticloadbalancing:SetWebACL"],

                // The action knows no resource.
                Resources = ["*"],
            },
            new PolicyStatement
            {
                Sid = "RequestCertificate",
                Actions = ["acm:RequestCertificate"],

                // A certificate has no ARN before it is made.
                Resources = ["*"],
                Conditions = arns.TaggedAnew,
            },
            new PolicyStatement
            {
                Sid = "TagCertificate",
                Actions = ["acm:AddTagsToCertificate"],
                Resources = [arns.Regional("acm", "certificate/*")],
                Conditions = arns.TaggedAnew,
            },
            new PolicyStatement
            {
                Sid = "ChangeCertificate",
                Actions = ["acm:DeleteCertificate", "acm:RemoveTagsFromCertificate", "acm:UpdateCertificateOptions"],
                Resources = [arns.Regional("acm", "certificate/*")],
                Conditions = arns.Tagged,
            });
        if (hostedZoneId is not null)
        {
            statements = statements.Add(new PolicyStatement
            {
                Sid = "Records",
                Actions = ["route53:ChangeResourceRecordSets"],
                Resources = [arns.Route53($"hostedzone/{hostedZoneId}")],
            }).Add(new PolicyStatement
            {
                Sid = "KeepThePublicZone",
                Effect = PolicyEffect.Deny,
                Actions = ["route53:DeleteHostedZone"],
                Resources = [arns.Route53($"hostedzone/{hostedZoneId}")],
            });
        }

        return new PolicyDocument(statements);
    }
}
