using System.Collections.Immutable;
using SecureApi.Network;
using SecureApi.SecretsManager;

namespace SecureApi.Configuration;

/// <summary>
/// The names that are made from names in the settings, of every kind of resource where two of them could meet. All of them begin with
/// the same project and stack, which is left out here.
/// </summary>
internal static class ComposedNames
{
    private const string LogGroup = "log group";
    private const string Secret = "secret";
    private const string Endpoint = "VPC endpoint";

    /// <summary>No two settings are named alike by AWS or Pulumi, and none like a resource that every stack has.</summary>
    public static void Check(StackConfig stack, ConfigErrors errors)
    {
        var owners = new Dictionary<(string Kind, string Name), Claim>();
        foreach (var claim in Of(stack))
        {
            if (owners.TryAdd((claim.Kind, claim.Name), claim) || claim.Path.Length == 0 || errors.HasError(claim.Path)) continue;
            var other = owners[(claim.Kind, claim.Name)];
            errors.Add(claim.Path, $"another name: the {claim.Kind} …-{claim.Name} would have the same name as that of {other.Owner}", claim.Example, claim.Path[^1]);
        }
    }

    private static IEnumerable<Claim> Of(StackConfig stack)
    {
        if (stack.Network.FlowLogs.Enabled)
        {
            yield return Own(LogGroup, "flow", "the VPC's flow log");
            yield return Own(LogGroup, "vpc-flow", "the VPC's flow log");
        }

        if (stack.Waf.Logs.Enabled) yield return Own(LogGroup, "waf", "the web ACL");
        yield return Own(LogGroup, "insights", "Container Insights");
        yield return Own(Secret, "tls", "the gateway's key");
        if (stack.Mtls.Crl is not null) yield return Own(Secret, "crl", "the revocation lists");
        yield return Own(Endpoint, "s3", "S3's gateway endpoint");

        foreach (var claim in stack.Services.SelectMany(service => OfService(service.Key, service.Value.Secrets))) yield return claim;
        foreach (var name in stack.Mtls.Clients.Where(client => client.Value.GenerateKey).Select(client => client.Key))
            yield return new Claim(Secret, $"client-{name}", $"mtls.clients.{name}", "clients: {acme-webhooks: {contact: webhooks@acme.example, generateKey: true}}", "mtls", "clients", name);
        for (var i = 0; i < stack.Network.InterfaceEndpoints.Length; i++)
        {
            var service = stack.Network.InterfaceEndpoints[i];
            yield return new Claim(Endpoint, VpcEndpoints.LabelOf(service), $"network.interfaceEndpoints ({service})", "interfaceEndpoints: [ecr.api, ecr.dkr, logs, secretsmanager]", "network", "interfaceEndpoints", ConfigValue.Item(i));
        }
    }

    private static IEnumerable<Claim> OfService(string name, ImmutableSortedDictionary<string, SecretText> secrets)
    {
        const string Example = "services: {orders: {pathPrefix: /orders}}";
        Claim Of(string kind, string composed) => new(kind, composed, $"services.{name}", Example, "services", name);

        yield return Of(LogGroup, name);
        if (secrets.Values.Any(secret => !secret.IsExternal)) yield return Of(Secret, name);
        foreach (var variable in secrets.Where(secret => secret.Value.IsExternal).Select(secret => secret.Key))
            yield return new Claim(Secret, $"{name}-{ServiceSecrets.LabelOf(variable)}", $"services.{name}.secrets.{variable}", "secrets: {API_WEBHOOK_KEYS: {external: true}}", "services", name, "secrets", variable);
    }

    private static Claim Own(string kind, string name, string owner) => new(kind, name, owner, "");

    /// <summary>A name that something in the settings takes; without a path, the program itself.</summary>
    private sealed record Claim(string Kind, string Name, string Owner, string Example, params string[] Path);
}
