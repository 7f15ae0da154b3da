namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Identity and Access Management.</summary>
internal static class IamPlaceholders
{
    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:iam/role:Role":
                p.Id = p.Name();
                p.Set("arn", p.Account.GlobalArn("iam", $"role{Path(p)}{p.Id}")).Set("uniqueId", $"AROA{p.Letters(17)}");
                break;
            case "aws:iam/policy:Policy":
                p.Id = p.Account.GlobalArn("iam", $"policy{Path(p)}{p.Name()}");
                p.Set("arn", p.Id).Set("policyId", $"ANPA{p.Letters(17)}");
                break;
            case "aws:iam/rolePolicy:RolePolicy":
                p.Id = $"{p["role"]}:{p.Name()}";
                break;
            case "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
                p.Id = $"{p["role"]}/{p["policyArn"]}";
                break;
            case "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
                var url = p["url"];
                p.Id = p.Account.GlobalArn("iam", $"oidc-provider/{url[(url.IndexOf("//", StringComparison.Ordinal) is >= 0 and var start ? start + 2 : 0)..]}");
                p.Set("arn", p.Id);
                break;
        }
    }

    private static string Path(Placeholder p) => p["path"] is { Length: > 0 } path ? path : "/";
}
