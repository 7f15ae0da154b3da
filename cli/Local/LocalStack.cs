using System.Collections.Immutable;
using SecureApi.Cli.Preview;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Configuration;
using SecureApi.Gateway;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Local;

/// <summary>
/// What the stack would deploy, taken from a recording of it: containers, listener and certificates. The certificates are as
/// real as the preview's, but their keys are new in each run.
/// </summary>
internal sealed record LocalStack
{
    /// <summary>A client that may reach every path, on top of those in the registry.</summary>
    public const string Developer = "local-developer";

    /// <summary>The stack's name.</summary>
    public required string Name { get; init; }

    /// <summary>The host name of the public address.</summary>
    public required string Domain { get; init; }

    /// <summary>The name in the gateway's own certificate.</summary>
    public required string GatewayHost { get; init; }

    /// <summary>The gateway's container.</summary>
    public required LocalContainer Gateway { get; init; }

    /// <summary>The services' containers, by name.</summary>
    public required ImmutableArray<LocalContainer> Services { get; init; }

    /// <summary>The listener on 443 with its rules, and the load balancer that it belongs to.</summary>
    public required LocalListener Listener { get; init; }

    /// <summary>The trusted CA certificates, PEM.</summary>
    public required string CaBundle { get; init; }

    /// <summary>The revocation lists, PEM; null when nothing is checked for revocation.</summary>
    public required string? RevocationLists { get; init; }

    /// <summary>Every client, by name.</summary>
    public required ImmutableArray<LocalClient> Clients { get; init; }

    /// <summary>The names under which a developer calls, for the gateway: the stack's domain, and this machine.</summary>
    public static string HostNames(string domain) => $"{domain},127.0.0.1,localhost";

    /// <summary>Records a stack.</summary>
    /// <param name="configured">The stack's settings.</param>
    /// <param name="clock">The clock of the certificates.</param>
    public static async Task<LocalStack> RecordAsync(StackConfig configured, TimeProvider clock)
    {
        // Digests do not count here: every service runs from its folder, deployed or not.
        var subject = PreviewSubject.Create(WithKeysForAll(configured) with { Images = configured.Images.Clear() }, bootstrap: false);
        var (settings, stack) = (subject.Settings, await subject.RecordAsync(new RecordingOptions { Clock = clock, FreshKeys = true }));
        var names = new ResourceNames(settings.Project, settings.Stack);
        var tasks = new TaskDefinitions(stack);
        return new LocalStack
        {
            Name = settings.Stack,
            Domain = settings.Edge.Domain,
            GatewayHost = $"{GatewayContract.Name}.{names.DnsNamespace}",
            Gateway = tasks.Read($"{names.Base}-{GatewayContract.Name}"),
            Services = [.. settings.Services.Keys.Select(service => tasks.Read($"{names.Base}-{service}"))],
            Listener = LocalListener.Of(stack),
            CaBundle = stack.Outputs.Text("caCertificates")!,
            RevocationLists = settings.Mtls.Crl is null ? null : stack.Outputs.Text("revocationLists"),
            Clients = [.. settings.Mtls.Clients.Keys.Select(client => new LocalClient(
                client,
                stack.Outputs.Map("clientCertificates").Text(client)!,
                KeyOf(stack, $"{names.Base}-client-{client}")))],
        };
    }

    // The stack has no private key of a partner. Here each client gets a new key, so that a developer can call as any of them.
    private static StackConfig WithKeysForAll(StackConfig settings)
    {
        var developer = new ClientConfig { Contact = "developer@localhost" };
        var clients = settings.Mtls.Clients.SetItem(Developer, developer)
            .Select(client => KeyValuePair.Create(client.Key, client.Value with { GenerateKey = true, CertificateSigningRequest = null }))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        return settings with { Mtls = settings.Mtls with { Clients = clients } };
    }

    private static string KeyOf(RecordedStack stack, string name) =>
        stack.OfType("tls:index/privateKey:PrivateKey").Single(key => key.Name == name).Outputs.Text("privateKeyPem")!;
}

/// <summary>A client of the registry with a key for this run.</summary>
/// <param name="Name">Its common name.</param>
/// <param name="CertificatePem">Its certificate, PEM; public.</param>
/// <param name="KeyPem">Its key, PEM. A secret.</param>
internal sealed record LocalClient(string Name, string CertificatePem, string KeyPem)
{
    /// <summary>Never the key.</summary>
    public override string ToString() => Name;
}

/// <summary>A container as its task definition describes it, secrets read as ECS reads them.</summary>
internal sealed record LocalContainer
{
    /// <summary>The container's name, which is the image's and the service's too.</summary>
    public required string Name { get; init; }

    /// <summary>Its only port.</summary>
    public required int Port { get; init; }

    /// <summary>Plain settings and secrets by environment variable. Not to be shown.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>The secrets whose values no file of the project holds.</summary>
    public required ImmutableArray<string> UnknownSecrets { get; init; }

    /// <summary>The container definition as a whole, for what a container runtime is told.</summary>
    public required RecordedMap Definition { get; init; }

    /// <summary>The task's memory in MiB.</summary>
    public required string MemoryMiB { get; init; }

    /// <summary>A copy with other values of some variables.</summary>
    public LocalContainer With(params (string Name, string Value)[] changes) =>
        this with { Environment = Environment.SetItems(changes.Select(change => KeyValuePair.Create(change.Name, change.Value))) };

    /// <summary>A copy with values for the secrets that are not known, as far as <paramref name="variable"/> has any.</summary>
    public LocalContainer WithSecretsFrom(Func<string, string?> variable)
    {
        var found = UnknownSecrets.Where(name => !string.IsNullOrEmpty(variable(name))).ToImmutableArray();
        return this with
        {
            Environment = Environment.SetItems(found.Select(name => KeyValuePair.Create(name, variable(name)!))),
            UnknownSecrets = UnknownSecrets.RemoveRange(found),
        };
    }

    /// <summary>Never a value of the environment.</summary>
    public override string ToString() => Name;
}

/// <summary>Reads the containers of a recorded stack, and their secrets where ECS would find them.</summary>
internal sealed class TaskDefinitions(RecordedStack stack)
{
    /// <summary>The one container of a task definition.</summary>
    /// <param name="name">The logical name of the task definition.</param>
    public LocalContainer Read(string name)
    {
        var task = stack.OfType("aws:ecs/taskDefinition:TaskDefinition").Single(resource => resource.Name == name).Inputs;
        var definition = ((RecordedList)JsonValues.Parse(task.Text("containerDefinitions")!)!).Maps.Single();
        var secrets = definition.List("secrets").Maps
            .ToDictionary(secret => secret.Text("name")!, secret => Value(secret.Text("valueFrom")!), StringComparer.Ordinal);
        var environment = definition.List("environment").Maps
            .ToImmutableSortedDictionary(variable => variable.Text("name")!, variable => variable.Text("value")!, StringComparer.Ordinal)
            .SetItems(secrets.Where(secret => secret.Value is not null).Select(secret => KeyValuePair.Create(secret.Key, secret.Value!)));
        return new LocalContainer
        {
            Name = definition.Text("name")!,
            Port = (int)definition.List("portMappings").Maps.Single().Number("containerPort")!.Value,
            Environment = environment,
            UnknownSecrets = [.. secrets.Where(secret => secret.Value is null).Select(secret => secret.Key).Order(StringComparer.Ordinal)],
            Definition = definition,
            MemoryMiB = task.Text("memory")!,
        };
    }

    // arn:key::version, or only the ARN where an operator keeps the value.
    private string? Value(string valueFrom)
    {
        var version = stack.OfType("aws:secretsmanager/secretVersion:SecretVersion").SingleOrDefault(secret =>
            valueFrom.StartsWith($"{secret.Outputs.Text("arn")}:", StringComparison.Ordinal)
            && valueFrom.EndsWith($"::{secret.Outputs.Text("versionId")}", StringComparison.Ordinal));
        if (version is null) return null;

        var member = valueFrom[(version.Outputs.Text("arn")!.Length + 1)..].Split("::")[0];
        var value = ((RecordedMap)JsonValues.Parse(version.Inputs.Text("secretString")!)!).Text(member);
        return value == SecretText.Encrypted.Value ? null : value;
    }
}

/// <summary>What the load balancer does with a request on 443, as the stack declares it.</summary>
internal sealed record LocalListener
{
    /// <summary>True in verify mode; false when certificates are passed on unchecked.</summary>
    public required bool Verifies { get; init; }

    /// <summary>The name of the header with the client's certificate.</summary>
    public required string CertificateHeader { get; init; }

    /// <summary>What every answer says about HTTPS.</summary>
    public required string StrictTransportSecurity { get; init; }

    /// <summary>Seconds after which an idle connection is closed.</summary>
    public required int IdleTimeoutSeconds { get; init; }

    /// <summary>Paths that the load balancer answers itself.</summary>
    public required ImmutableArray<FixedAnswer> Answers { get; init; }

    /// <summary>Reads listener, rules and load balancer.</summary>
    public static LocalListener Of(RecordedStack stack)
    {
        var listener = stack.OfType("aws:lb/listener:Listener").Single(resource => resource.Inputs.Number("port") == 443).Inputs;
        var verifies = listener.Map("mutualAuthentication").Text("mode") == "verify";
        return new LocalListener
        {
            Verifies = verifies,
            CertificateHeader = listener.Text(verifies
                ? "routingHttpRequestXAmznMtlsClientcertLeafHeaderName"
                : "routingHttpRequestXAmznMtlsClientcertHeaderName")!,
            StrictTransportSecurity = listener.Text("routingHttpResponseStrictTransportSecurityHeaderValue")!,
            IdleTimeoutSeconds = (int)stack.OfType("aws:lb/loadBalancer:LoadBalancer").Single().Inputs.Number("idleTimeout")!.Value,
            Answers = [.. stack.OfType("aws:lb/listenerRule:ListenerRule").SelectMany(rule => FixedAnswers(rule.Inputs))],
        };
    }

    private static IEnumerable<FixedAnswer> FixedAnswers(RecordedMap rule) =>
        from action in rule.List("actions").Maps
        where action.Text("type") == "fixed-response"
        let answer = action.Map("fixedResponse")
        from condition in rule.List("conditions").Maps
        from pattern in condition.Map("pathPattern").List("values").Texts
        select new FixedAnswer(pattern.TrimEnd('*'), answer.Text("statusCode")!, answer.Text("contentType")!, answer.Text("messageBody")!);

    /// <summary>An answer of the load balancer's own.</summary>
    /// <param name="Prefix">The paths that begin like this get it.</param>
    /// <param name="Status">The status.</param>
    /// <param name="ContentType">The type of the body.</param>
    /// <param name="Body">The body.</param>
    public sealed record FixedAnswer(string Prefix, string Status, string ContentType, string Body);
}

/// <summary>The gateway's list of services, as the stack's task definition gives it.</summary>
internal static class GatewayServices
{
    /// <summary>The variable that holds the list.</summary>
    public const string Variable = "GATEWAY_SERVICES";

    /// <summary>The list as the stack has it.</summary>
    public static ImmutableArray<Upstream> Of(LocalStack stack) =>
    [
        .. ((RecordedList)JsonValues.Parse(stack.Gateway.Environment[Variable])!).Maps.Select(service => new Upstream(
            service.Text("name")!, service.Text("host")!, (int?)service.Number("port"), service.Text("prefix")!)),
    ];

    /// <summary>The list with the port of each service: here, no DNS server tells it.</summary>
    public static string WithPorts(LocalStack stack)
    {
        var ports = stack.Services.ToDictionary(service => service.Name, service => service.Port, StringComparer.Ordinal);
        return Upstream.ToJson(Of(stack).Select(service => service with { Port = ports[service.Name] }));
    }

    /// <summary>The list with every service at one address, each at its own port.</summary>
    public static string At(LocalStack stack, string address, LocalPorts ports)
    {
        var names = stack.Services.Select(service => service.Name).ToImmutableArray();
        return Upstream.ToJson(Of(stack).Select(service => service with { Host = address, Port = ports.Service(names.IndexOf(service.Name)) }));
    }
}
