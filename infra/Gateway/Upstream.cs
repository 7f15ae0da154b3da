namespace SecureApi.Gateway;

/// <summary>A service behind the gateway.</summary>
/// <param name="Name">Its name, in logs and metrics.</param>
/// <param name="Host">Its private DNS name.</param>
/// <param name="Port">Its port, plain HTTP.</param>
/// <param name="Prefix">The path prefix of its requests.</param>
public sealed record Upstream(string Name, string Host, int Port, string Prefix);
