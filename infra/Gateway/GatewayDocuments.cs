using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Json;
using SecureApi.PrivateCa;

namespace SecureApi.Gateway;

/// <summary>The JSON documents that the gateway reads at its start.</summary>
internal static class GatewayDocuments
{
    /// <summary>An array of services, ordered by name.</summary>
    public static string Services(ImmutableArray<Upstream> upstreams) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var upstream in upstreams.Sort(static (first, second) => string.CompareOrdinal(first.Name, second.Name)))
        {
            json.WriteStartObject();
            json.WriteString("name", upstream.Name);
            json.WriteString("host", upstream.Host);
            json.WriteNumber("port", upstream.Port);
            json.WriteString("prefix", upstream.Prefix);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>
    /// The clients that may not reach every path, with the prefixes that they may reach; and the names that are refused
    /// whatever their certificate.
    /// </summary>
    public static string ClientRules(MutualTlsSettings settings) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("clients");
        foreach (var (name, client) in settings.Clients)
        {
            if (client.PathPrefixes.IsEmpty)
                continue;
            json.WriteStartObject(name);
            json.WriteStartArray("prefixes");
            foreach (var prefix in client.PathPrefixes.Sort(string.CompareOrdinal)) json.WriteStringValue(prefix);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (!settings.RevokedNames.IsEmpty)
        {
            json.WriteStartArray("revoked");
            foreach (var name in settings.RevokedNames) json.WriteStringValue(name);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    private static string Write(Action<Utf8JsonWriter> body)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.WriterOptions)) body(json);
        return JsonText.From(buffer);
    }
}
