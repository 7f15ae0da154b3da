using Pulumi;

namespace SecureApi.PrivateCa;

/// <summary>A CA certificate and its key.</summary>
/// <param name="Generation">Which of the trusted generations this is.</param>
/// <param name="CertificatePem">The certificate, PEM.</param>
/// <param name="PrivateKeyPem">The key, PEM; a secret.</param>
public sealed record CertificateIssuer(string Generation, Output<string> CertificatePem, Output<string> PrivateKeyPem);
