namespace SecureApi.Waf;

/// <summary>How a list of countries is meant.</summary>
public enum GeoMode
{
    /// <summary>Only these countries may call.</summary>
    Allow,

    /// <summary>These countries may not call.</summary>
    Block,
}
