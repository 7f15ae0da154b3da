using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Gateway;

namespace SecureApi.Cli.Local;

/// <summary>
/// The run in containers: a compose file made from the task definitions, so that each container gets what its task would get.
/// The Compose Specification has a word for everything but awslogs and roles.
/// </summary>
/// <seealso href="https://github.com/compose-spec/compose-spec/blob/main/spec.md"/>
internal static class ComposeFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "compose.yaml";

    private const string Balancer = "balancer";
    private const string BalancerDirectory = "/run/balancer";
    private const int BalancerPort = 8443;

    // Where Docker answers for the names of a network of one's own.
    private const string Resolver = "127.0.0.11";

    /// <summary>The file's text. It holds keys.</summary>
    public static string Render(LocalRun run)
    {
        var hosts = GatewayServices.Of(run.Stack).ToImmutableDictionary(service => service.Name, service => service.Host, StringComparer.Ordinal);
        var gateway = run.Stack.Gateway.With(("GATEWAY_RESOLVER", Resolver));
        using var text = new StringWriter { NewLine = "\n" };
        var yaml = new YamlText(text)
            .Comment("Made by the command `local` from the task definitions of the stack. It holds private keys of this run.")
            .Text("name", $"secure-api-local-{run.Stack.Name}");
        yaml.Map("services", services =>
        {
            foreach (var (service, _) in run.Runnable)
            {
                services.Map(service.Name, container =>
                {
                    Container(container, run, service.With(("API_DRAIN_DELAY_SECONDS", "0")));
                    container.Comment("The name in Cloud Map, so that the gateway finds the service as it does in the VPC");
                    Aliases(container, hosts[service.Name]);
                });
            }

            services.Map(GatewayContract.Name, container =>
            {
                Container(container, run, gateway);
                container.List("ports", Published(run.Ports.Gateway, gateway.Port));
            });
            services.Map(Balancer, container => StandIn(container, run, gateway));
        });
        yaml.Finish();
        return text.ToString();
    }

    private static void Container(YamlText yaml, LocalRun run, LocalContainer container)
    {
        var definition = container.Definition;
        var linux = definition.Map("linuxParameters");
        Build(yaml, run, container.Name);
        yaml.Comment("user, readonlyRootFilesystem and linuxParameters of the task definition")
            .Text("user", definition.Text("user")!)
            .Plain("read_only", Truth(definition.Boolean("readonlyRootFilesystem")))
            .Plain("init", Truth(linux.Boolean("initProcessEnabled")))
            .List("cap_drop", linux.Map("capabilities").List("drop").Texts)
            .List("tmpfs", linux.List("tmpfs").Maps.Select(Tmpfs));
        if (definition.List("systemControls").Maps.ToList() is { Count: > 0 } controls)
        {
            yaml.Comment("systemControls: a user other than root binds its port")
                .Map("sysctls", map => controls.ForEach(control => map.Text(control.Text("namespace")!, control.Text("value")!)));
        }

        yaml.Comment("The task's memory; stopTimeout and healthCheck of the container")
            .Text("mem_limit", $"{container.MemoryMiB}m")
            .Text("stop_grace_period", Seconds(definition, "stopTimeout"))
            .Map("healthcheck", check => HealthCheck(check, definition.Map("healthCheck")))
            .Comment("environment and secrets of the task definition")
            .Map("environment", map => Environment(map, container.Environment));
    }

    private static void StandIn(YamlText yaml, LocalRun run, LocalContainer gateway)
    {
        var place = new BalancerPlace(BalancerDirectory, $"0.0.0.0:{BalancerPort}", $"{gateway.Name}:{gateway.Port}", KeepsRoot: false);
        var files = BalancerFiles.Render(run.Stack, run.Certificate, place);
        Build(yaml.Comment("In the place of the load balancer: the gateway's image with another configuration"), run, gateway.Name);
        yaml.List("entrypoint", "/usr/bin/luajit", "-e", Escape(EmbeddedText.Read("balancer.lua")))
            .Text("user", gateway.Definition.Text("user")!)
            .Plain("read_only", "true")
            .Plain("init", "true")
            .List("cap_drop", "ALL")
            .List("tmpfs", Tmpfs(gateway.Definition.Map("linuxParameters").List("tmpfs").Maps.First(), BalancerDirectory))
            .Map("healthcheck", check => check.Comment("The image's own asks for the gateway").Plain("disable", "true"))
            .Map("environment", map => map.Text("BALANCER_FILES", Escape(Json(files))))
            .List("ports", Published(run.Ports.Balancer, BalancerPort))
            .Map("depends_on", map => map.Map(gateway.Name, on => on.Text("condition", "service_healthy")));
    }

    private static void Build(YamlText yaml, LocalRun run, string image) =>
        yaml.Map("build", build => build.Text("context", Escape(Path.GetRelativePath(run.Folder.Path, run.ImageFolder(image)).Replace('\\', '/'))));

    private static void HealthCheck(YamlText yaml, RecordedMap check) => yaml
        .List("test", check.List("command").Texts)
        .Text("interval", Seconds(check, "interval"))
        .Text("timeout", Seconds(check, "timeout"))
        .Text("start_period", Seconds(check, "startPeriod"))
        .Plain("retries", check.Number("retries")!.Value.ToString(CultureInfo.InvariantCulture));

    private static void Environment(YamlText yaml, ImmutableSortedDictionary<string, string> environment)
    {
        foreach (var (name, value) in environment) yaml.Text(name, Escape(value));
    }

    private static void Aliases(YamlText yaml, string host) =>
        yaml.Map("networks", networks => networks.Map("default", network => network.List("aliases", host)));

    private static string Tmpfs(RecordedMap mount) => Tmpfs(mount, mount.Text("containerPath")!);

    private static string Tmpfs(RecordedMap mount, string path) =>
        $"{path}:size={mount.Number("size")!.Value.ToString(CultureInfo.InvariantCulture)}m,{string.Join(',', mount.List("mountOptions").Texts)}";

    private static string Published(int local, int inside) => $"127.0.0.1:{local}:{inside}";

    private static string Seconds(RecordedMap map, string name) => $"{map.Number(name)!.Value.ToString(CultureInfo.InvariantCulture)}s";

    private static string Truth(bool? value) => value == true ? "true" : "false";

    // Compose reads $NAME as a variable of its own.
    private static string Escape(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    private static string Json(ImmutableSortedDictionary<string, string> files)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            foreach (var (name, text) in files) json.WriteString(name, text);
            json.WriteEndObject();
        }

        return JsonText.From(buffer);
    }
}
