using Pulumi;

namespace SecureApi.PrivateCa;

/// <summary>A CA certificate and its key.</summary>
/// <param name="CertificatePem">The certificate, PEM.</param>
/// <param name="PrivateKeyPem">The key, PEM; a secret.</param>
public sealed record CertificateIssuer(Output<string> CertificatePem, Output<string> PrivateKeyPem);
