using SecureApi.PrivateCa;

namespace SecureApi.Cli.Clients;

/// <summary>What to add to a stack's file to register a client.</summary>
internal static class RegistryEntry
{
    /// <summary>The entry as YAML, as deep as it stands under <c>secure-api:mtls</c>.</summary>
    public static string ToYaml(string name, string requestPem) => $"""
          secure-api:mtls:
            clients:
              {name}:
                contact: webhooks@{name.Replace('.', '-')}.example  # replace it: whom to ask about this client
                # pathPrefixes: [/v1/webhooks/{name}]
                certificateSigningRequest: |
                  {Pem.Normalize(requestPem).TrimEnd().Replace("\n", "\n          ", StringComparison.Ordinal)}
        """;
}
