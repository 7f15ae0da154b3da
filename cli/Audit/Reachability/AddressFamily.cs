namespace SecureApi.Cli.Audit.Reachability;

/// <summary>A version of the Internet Protocol.</summary>
public enum AddressFamily
{
    /// <summary>IPv4.</summary>
    Ipv4,

    /// <summary>IPv6.</summary>
    Ipv6,
}
