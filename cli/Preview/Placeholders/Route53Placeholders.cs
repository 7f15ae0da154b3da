namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Route 53.</summary>
internal static class Route53Placeholders
{
    public static void Apply(Placeholder p)
    {
        if (p.Type != "aws:route53/record:Record")
            return;
        p.Id = $"{p["zoneId"]}_{p["name"]}_{p["type"]}";
        p.Set("fqdn", p["name"].TrimEnd('.'));
    }
}
