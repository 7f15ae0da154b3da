namespace SecureApi.Edge;

/// <summary>What an <see cref="EdgeCertificate"/> is made from.</summary>
public sealed record EdgeCertificateArgs
{
    /// <summary>Domain, and either a hosted zone or a certificate's ARN.</summary>
    public required EdgeSettings Settings { get; init; }
}
