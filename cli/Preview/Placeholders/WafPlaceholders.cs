using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>The web application firewall.</summary>
internal static class WafPlaceholders
{
    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:wafv2/webAcl:WebAcl":
                Identify(p, "webacl");
                p.Set("capacity", new RecordedNumber(0));
                break;
            case "aws:wafv2/ipSet:IpSet":
                Identify(p, "ipset");
                break;
            case "aws:wafv2/webAclAssociation:WebAclAssociation":
                p.Id = $"{p["webAclArn"]},{p["resourceArn"]}";
                break;
            case "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration":
                p.Id = p["resourceArn"];
                break;
        }
    }

    private static void Identify(Placeholder p, string kind)
    {
        p.Id = p.Uuid();
        p.Set("arn", p.Account.Arn("wafv2", $"regional/{kind}/{p.Name()}/{p.Id}")).Set("lockToken", p.Uuid("lock"));
    }
}
