namespace SecureApi.Tests.Images.Gateway.Certificates;

/// <summary>Object identifiers that certificates of the tests hold.</summary>
public static class Oids
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Reserved for documentation (RFC 7612); no program knows an extension of this name.</summary>
    public const string Unknown = "2.999.1";
}
