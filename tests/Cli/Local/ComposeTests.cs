using SecureApi.Cli.Preview.Recording;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace SecureApi.Tests.Cli.Local;

/// <summary>The compose file says what the task definitions say. It is checked as text: nothing here starts a container.</summary>
public sealed class ComposeTests
{
    private const string Secret = "whsec_$HOME$$MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0";

    [Theory]
    [InlineData("gateway")]
    [InlineData("api")]
    public async Task Service_InComposeYaml_IsTheContainerOfTheTaskDefinition(string name)
    {
        var service = (YamlMappingNode)(await Write()).Services[name];
        var (task, container) = await Container(name);
        var linux = container.Map("linuxParameters");
        var check = container.Map("healthCheck");

        Assert.Equal(container.Text("user"), Text(service, "user"));
        Assert.Equal("true", Text(service, "read_only"));
        Assert.Equal("true", Text(service, "init"));
        Assert.Equal(linux.Map("capabilities").List("drop").Texts, Texts(service["cap_drop"]));
        Assert.Equal(
            linux.List("tmpfs").Maps.Select(mount => $"{mount.Text("containerPath")}:size={mount.Number("size")}m,{string.Join(',', mount.List("mountOptions").Texts)}"),
            Texts(service["tmpfs"]));
        Assert.Equal($"{task.Text("memory")}m", Text(service, "mem_limit"));
        Assert.Equal($"{container.Number("stopTimeout")}s", Text(service, "stop_grace_period"));
        Assert.Equal(check.List("command").Texts, Texts(service["healthcheck"]["test"]));
        Assert.Equal($"{check.Number("interval")}s {check.Number("timeout")}s {check.Number("startPeriod")}s {check.Number("retries")}",
            string.Join(' ', new[] { "interval", "timeout", "start_period", "retries" }.Select(key => Text(service["healthcheck"], key))));
        Assert.Equal(
            container.List("systemControls").Maps.Select(control => (control.Text("namespace")!, control.Text("value")!)),
            service.Children.TryGetValue("sysctls", out var sysctls) ? Pairs(sysctls) : []);
        Assert.True(File.Exists(Path.Combine(Text(service["build"], "context"), "Dockerfile")));
    }

    [Fact]
    public async Task Environment_InComposeYaml_DiffersWhereContainersHaveTo()
    {
        var services = (await Write()).Services;
        foreach (var (name, changed) in new (string, string[])[] { ("gateway", ["GATEWAY_RESOLVER", "GATEWAY_SERVICES", "GATEWAY_HOST_NAMES", "GATEWAY_CLIENT_RULES"]), ("api", ["API_DRAIN_DELAY_SECONDS"]) })
        {
            var (_, container) = await Container(name);
            var plain = container.List("environment").Maps.ToDictionary(variable => variable.Text("name")!, variable => variable.Text("value")!);
            var given = Pairs(services[name]["environment"]).ToDictionary(pair => pair.Name, pair => pair.Value);

            // The header's name comes from a key of the run.
            var same = plain.Keys.Except(changed).Except(["GATEWAY_CLIENT_CERT_HEADER"]).ToList();
            Assert.Equal(same.Select(variable => plain[variable]), same.Select(variable => given[variable]));
            Assert.Empty(given.Keys.Except(plain.Keys).Except(container.List("secrets").Maps.Select(secret => secret.Text("name")!)).Except(changed));
        }

        Assert.Contains("\"local-developer\":{}", Text(services["gateway"]["environment"], "GATEWAY_CLIENT_RULES"), StringComparison.Ordinal);
        Assert.Equal("127.0.0.11", Text(services["gateway"]["environment"], "GATEWAY_RESOLVER"));
        Assert.Contains(Texts(services["api"]["networks"]["default"]["aliases"]).Single(), Text(services["gateway"]["environment"], "GATEWAY_SERVICES"));

        // Docker's DNS server knows no ports.
        Assert.Contains("\"port\":8000", Text(services["gateway"]["environment"], "GATEWAY_SERVICES"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_InComposeYaml_ArePublishedOn127001Alone()
    {
        var services = (await Write()).Services;
        var published = services.Children.Values.SelectMany(service => ((YamlMappingNode)service).Children.TryGetValue("ports", out var ports) ? Texts(ports) : []).ToList();

        Assert.Equal(2, published.Count);
        Assert.All(published, port => Assert.StartsWith("127.0.0.1:", port));
    }

    [Fact]
    public async Task Balancer_InComposeYaml_HasNoMoreRightsThanTheGateway()
    {
        var services = (await Write()).Services;
        foreach (var key in new[] { "user", "read_only", "init" }) Assert.Equal(Text(services["gateway"], key), Text(services["balancer"], key));
        Assert.Equal(["ALL"], Texts(services["balancer"]["cap_drop"]));
        Assert.DoesNotContain("volumes", services["balancer"].ToString());
    }

    [Fact]
    public async Task Secret_OfTheEnvironment_ReachesTheServiceAndNoScreen()
    {
        var written = await Write(name => name == "API_WEBHOOK_KEYS" ? Secret : null);

        Assert.Equal(Secret.Replace("$", "$$", StringComparison.Ordinal), Text(written.Services["api"]["environment"], "API_WEBHOOK_KEYS"));
        Assert.DoesNotContain("whsec_", written.Output);
        Assert.DoesNotContain("starts without", written.Output);
        Assert.Contains("api starts without API_WEBHOOK_KEYS", (await Write()).Output);
    }

    [Fact]
    public async Task Run_WithDocker_StartsComposeAndTakesEverythingAway()
    {
        var tools = Directory.CreateTempSubdirectory("docker-");
        var log = Path.Combine(tools.FullName, "log");
        var docker = Path.Combine(tools.FullName, "docker");
        File.WriteAllText(docker, $"#!/bin/sh\necho \"$@\" >> {log}\ncase \"$*\" in *\" up \"*) echo up; exec sleep 60 ;; esac\n");
        Permissions.Set(docker, Permissions.EverybodyExecutes);
        await using (var session = LocalSession.Launch(["local"], name => name == "PATH" ? tools.FullName : null))
        {
            await session.WaitFor("compose | up");
            Assert.Equal(0, await session.End());
            Assert.Equal(
                ["compose ls --quiet", "compose --ansi never --file compose.yaml up --build --abort-on-container-exit", $"compose --file {session.Folder}/compose.yaml down --remove-orphans"],
                File.ReadAllLines(log));
        }

        tools.Delete(recursive: true);
    }

    private static async Task<(YamlMappingNode Services, string Output)> Write(Func<string, string?>? variable = null)
    {
        await using var session = LocalSession.Launch(["local", "--stack", "prod", "--write-only"], variable);
        Assert.True(await session.Ended() == 0, session.Errors);
        var file = Path.Combine(session.Folder, "compose.yaml");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Permissions.Get(file));
        var yaml = new YamlStream();
        using var reader = new StringReader(File.ReadAllText(file));
        yaml.Load(reader);
        var services = (YamlMappingNode)yaml.Documents[0].RootNode["services"];
        foreach (var service in services.Children.Values)
        {
            // Absolute while the folder is still there.
            var context = (YamlScalarNode)service["build"]["context"];
            context.Value = Path.GetFullPath(context.Value!, session.Folder);
        }

        return (services, session.Output);
    }

    private static async Task<(RecordedMap Task, RecordedMap Container)> Container(string name)
    {
        var stack = await StackMatrix.Record(StackMatrix.Prod);
        var task = stack.OfType("aws:ecs/taskDefinition:TaskDefinition").Single(resource => resource.Name == $"secure-api-prod-{name}").Inputs;
        return (task, ((RecordedList)JsonValues.Parse(task.Text("containerDefinitions")!)!).Maps.Single());
    }

    private static string Text(YamlNode map, string key) => ((YamlScalarNode)map[key]).Value!;

    private static IEnumerable<string> Texts(YamlNode list) => ((YamlSequenceNode)list).Children.Select(item => ((YamlScalarNode)item).Value!);

    private static IEnumerable<(string Name, string Value)> Pairs(YamlNode map) =>
        ((YamlMappingNode)map).Children.Select(pair => (((YamlScalarNode)pair.Key).Value!, ((YamlScalarNode)pair.Value).Value!));
}
