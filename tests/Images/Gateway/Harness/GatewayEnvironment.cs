using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Support;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>
/// The environment of a gateway under test: what the stack gives to the container, and where a test differs from a
/// container (address, ports, runtime directory, one worker).
/// </summary>
public sealed class GatewayEnvironment
{
    /// <summary>The header of the tests. Its name is not the load balancer's own, as in production.</summary>
    public const string Header = "X-Edge-7f3a-Client";

    private readonly JsonArray services = [];

    private GatewayEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        Port = FreePort.Next();
        StatusPort = FreePort.Next();
        Values = new(variables, StringComparer.Ordinal)
        {
            ["GATEWAY_LISTEN_ADDRESS"] = "127.0.0.1",
            ["GATEWAY_PORT"] = Port.ToString(CultureInfo.InvariantCulture),
            ["GATEWAY_STATUS_PORT"] = StatusPort.ToString(CultureInfo.InvariantCulture),
            ["GATEWAY_WORKERS"] = "1",
        };
    }

    /// <summary>A gateway that trusts one authority and has no service yet.</summary>
    public GatewayEnvironment(TestAuthority authority, string mode = "verify")
        : this(Variables(authority, mode))
    {
    }

    public int Port { get; }

    public int StatusPort { get; }

    /// <summary>The variables, for a test to change.</summary>
    public Dictionary<string, string> Values { get; }

    /// <summary>A gateway with these variables, such as those of a task definition.</summary>
    public static GatewayEnvironment Of(IReadOnlyDictionary<string, string> variables) => new(variables);

    /// <summary>Adds a service at a prefix; without a port, DNS tells the port of each task.</summary>
    public GatewayEnvironment WithService(string name, string host, int? port, string prefix)
    {
        var service = new JsonObject { ["name"] = name, ["host"] = host, ["prefix"] = prefix };
        if (port is { } known) service["port"] = known;
        services.Add(service);
        Values["GATEWAY_SERVICES"] = services.ToJsonString();
        return this;
    }

    /// <summary>Sets a variable; null removes it.</summary>
    public GatewayEnvironment With(string name, string? value)
    {
        if (value is null) Values.Remove(name);
        else Values[name] = value;
        return this;
    }

    /// <summary>Lets clients reach certain prefixes only.</summary>
    public GatewayEnvironment WithRules(params (string CommonName, string[] Prefixes)[] rules) =>
        With("GATEWAY_CLIENT_RULES", JsonSerializer.Serialize(new
        {
            clients = rules.ToDictionary(rule => rule.CommonName, rule => rule.Prefixes.Length == 0 ? (object)new { } : new { prefixes = rule.Prefixes }),
        }));

    private static Dictionary<string, string> Variables(TestAuthority authority, string mode)
    {
        var server = authority.Issue(new CertificateProfile
        {
            Subject = "CN=gateway.internal",
            ExtendedKeyUsage = [Oids.ServerAuthentication],
        });
        return new(StringComparer.Ordinal)
        {
            ["GATEWAY_MODE"] = mode,
            ["GATEWAY_CLIENT_CERT_HEADER"] = Header,
            ["GATEWAY_TLS_CERTIFICATE"] = server.CertificatePem,
            ["GATEWAY_TLS_PRIVATE_KEY"] = server.KeyPem,
            ["GATEWAY_CA_BUNDLE"] = authority.Pem,
        };
    }
}
