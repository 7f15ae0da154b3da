namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Cloud Map.</summary>
internal static class ServiceDiscoveryPlaceholders
{
    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace":
                p.Name();
                p.Id = $"ns-{p.Letters(16).ToLowerInvariant()}";
                p.Set("arn", p.Account.Arn("servicediscovery", $"namespace/{p.Id}")).Set("hostedZone", $"Z{p.Letters(20)}");
                break;
            case "aws:servicediscovery/service:Service":
                p.Name();
                p.Id = $"srv-{p.Letters(16).ToLowerInvariant()}";
                p.Set("arn", p.Account.Arn("servicediscovery", $"service/{p.Id}"));
                break;
        }
    }
}
