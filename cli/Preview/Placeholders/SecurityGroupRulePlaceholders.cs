namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>The standalone rules of security groups.</summary>
internal static class SecurityGroupRulePlaceholders
{
    public static void Apply(Placeholder p)
    {
        p.Id = $"sgr-{p.Hex(17)}";
        p.Set("securityGroupRuleId", p.Id).Set("arn", p.Account.Arn("ec2", $"security-group-rule/{p.Id}"));
    }
}
