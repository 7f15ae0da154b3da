namespace SecureApi.Gateway;

/// <summary>What the gateway's image and the stack agree on.</summary>
public static class GatewayContract
{
    /// <summary>The image's name, and the name of its service.</summary>
    public const string Name = "gateway";

    /// <summary>Answers 200 without a client certificate while the gateway can serve.</summary>
    public const string HealthPath = "/-/health";

    /// <summary>The gateway's own paths, as a path pattern of a load balancer.</summary>
    public const string OwnPaths = "/-/*";

    /// <summary>Where the image renders secrets and configuration at its start; in memory.</summary>
    public const string RuntimeDirectory = "/run/gateway";
}
