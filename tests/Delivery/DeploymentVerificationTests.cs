using System.Text.Json;
using Xunit;

namespace SecureApi.Tests.Delivery;

/// <summary>
/// The script that verifies a deployment, with stand-ins for the commands that would ask AWS. A run is dear, a service in it cheap:
/// cases that do not disturb each other are services of one stack.
/// </summary>
public sealed class DeploymentVerificationTests : IDisposable
{
    private const string Running = """{"services":[{"taskDefinition":"arn:new","desiredCount":2,"deployments":[{}]}]}""";
    private const string Healthy = """{"tasks":[{"taskDefinitionArn":"arn:new","healthStatus":"HEALTHY"},{"taskDefinitionArn":"arn:new","healthStatus":"HEALTHY"}]}""";
    private const string NoTasks = """{"tasks":[]}""";
    private readonly ScriptStage stage = new();
    private readonly List<string> services = [];

    public void Dispose() => stage.Dispose();

    [Fact]
    public async Task Deployment_AsAskedFor_Passes()
    {
        Service("api");
        Service("gateway");
        var (code, output) = await Verify();
        Assert.True(code == 0, output);
        Assert.Equal(
            [
                "ok    api: digest of the task definition: sha256:aa",
                "ok    api: last deployment: SUCCESSFUL",
                "ok    api: task definition: arn:new",
                "ok    api: deployments under way or done: 1",
                "ok    api: healthy tasks: 2 of 2",
                "ok    api: tasks of another task definition: 0",
                "ok    gateway: digest of the task definition: sha256:aa",
            ],
            output.Split('\n')[..7]);
        Assert.EndsWith(
            "ok    edge: /health with a client certificate: 200\nok    edge: /health without a client certificate is refused (000)\n0 checks failed",
            output, StringComparison.Ordinal);
    }

    /// <summary>
    /// ECS keeps deployments for 90 days, and promises no order of those that it lists. One that rolled back and was to bring
    /// another task definition than the declared one was an earlier attempt, not the deployment that is verified.
    /// </summary>
    [Fact]
    public async Task LastDeployment_OfEachService_IsTheNewestThatWasToBringWhatIsDeclared()
    {
        const string Good = """{"status":"SUCCESSFUL","createdAt":"2026-11-03T09:00:00+00:00"}""";
        const string Bad = """{"status":"ROLLBACK_FAILED","createdAt":"2026-10-01T09:00:00+00:00"}""";
        const string Attempt = """{"status":"ROLLBACK_SUCCESSFUL","statusReason":"tasks failed","createdAt":"2026-11-04T09:00:00+00:00","targetServiceRevisionArn":"arn:revision"}""";
        Service("none", ("deployments", Deployments()));
        Service("first", ("deployments", Deployments(Good, Bad)));
        Service("last", ("deployments", Deployments(Bad, Good)));
        Service("earlier", ("deployments", Deployments(Attempt, Good)));
        var (code, output) = await Verify(("TARGET", "arn:rejected"));
        Assert.True(code == 0, output);
        Assert.Contains("ok    none: last deployment: none in the 90 days that ECS keeps", output, StringComparison.Ordinal);
        Assert.Contains("ok    first: last deployment: SUCCESSFUL\n", output, StringComparison.Ordinal);
        Assert.Contains("ok    last: last deployment: SUCCESSFUL\n", output, StringComparison.Ordinal);
        Assert.Contains("ok    earlier: last deployment: ROLLBACK_SUCCESSFUL (tasks failed), of another task definition", output, StringComparison.Ordinal);

        (code, output) = await Verify(("TARGET", "arn:new"));
        Assert.Equal(1, code);
        Assert.Contains("FAIL  earlier: last deployment: ROLLBACK_SUCCESSFUL (tasks failed)\n", output, StringComparison.Ordinal);
    }

    /// <summary>Scaling, Spot and a deployment that is not over yet are seen again before they are called faults.</summary>
    [Fact]
    public async Task Services_ThatAreNotSteadyAtFirst_AreJudgedOverTime()
    {
        Service("spot", ("tasks", """{"tasks":[{"taskDefinitionArn":"arn:new","healthStatus":"HEALTHY"}]}"""), ("tasks", Healthy));
        Service("starting", ("tasks", Healthy.Replace("HEALTHY", "UNKNOWN", StringComparison.Ordinal)), ("tasks", Healthy));
        Service("draining", ("tasks", """{"tasks":[{"taskDefinitionArn":"arn:new"},{"taskDefinitionArn":"arn:new"},{"taskDefinitionArn":"arn:old"}]}"""), ("tasks", Healthy));
        Service("rolling", ("service", Running.Replace("[{}]", "[{},{}]", StringComparison.Ordinal)), ("service", Running));
        Service("shifting", ("deployments", Deployments("""{"status":"IN_PROGRESS","createdAt":"2026-11-03T09:00:00+00:00"}""")), ("deployments", Deployments("""{"status":"SUCCESSFUL","createdAt":"2026-11-03T09:00:00+00:00"}""")));
        Service("scaling", ("service", Running), ("service", Running.Replace(":2", ":9", StringComparison.Ordinal)));
        var (code, output) = await Verify();
        Assert.True(code == 0, output);
        Assert.Contains("ok    scaling: healthy tasks: 2 of 2", output, StringComparison.Ordinal);
    }

    /// <summary>A container that crashes again and again is now and then there for a moment.</summary>
    [Fact]
    public async Task Service_ThatIsGoodForAMoment_Fails()
    {
        Service("api", ("tasks", NoTasks), ("tasks", Healthy), ("tasks", NoTasks));
        var (code, output) = await Verify(("PATIENCE_SECONDS", "1"), ("POLL_SECONDS", "0.2"));
        Assert.Equal(1, code);
        Assert.Contains("FAIL  api: healthy tasks: 0 of 2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_NotAsAskedFor_FailAndSayWhere()
    {
        Service("idle", ("tasks", NoTasks));
        Service("mixed", ("tasks", """{"tasks":[{"taskDefinitionArn":"arn:old"},{"taskDefinitionArn":"arn:new"}]}"""));
        Service("unwanted", ("service", Running.Replace(":2", ":0", StringComparison.Ordinal)));
        Service("reverted", ("service", Running.Replace("arn:new", "arn:old", StringComparison.Ordinal)));
        Service("rolling", ("service", Running.Replace("[{}]", "[{},{}]", StringComparison.Ordinal)));
        Service("missing", ("service", """{"services":[]}"""));
        Service("stopped", ("deployments", Deployments("""{"status":"STOPPED","createdAt":"2026-11-03T09:00:00+00:00"}""")));
        Service("stuck", ("deployments", Deployments("""{"status":"IN_PROGRESS","createdAt":"2026-11-03T09:00:00+00:00"}""")));
        var (code, output) = await Verify(("PATIENCE_SECONDS", "0"), ("DIGEST", "sha256:other"), ("UNDECLARED", "orders"));
        Assert.Equal(1, code);
        Assert.All(
            (string[])[
                "FAIL  idle: healthy tasks: 0 of 2",
                "FAIL  idle: digest of the task definition: sha256:other, not sha256:aa",
                "FAIL  mixed: tasks of another task definition: 1",
                "FAIL  mixed: healthy tasks: 1 of 2",
                "FAIL  unwanted: healthy tasks: 2 of 0",
                "FAIL  reverted: task definition: arn:old, not arn:new",
                "FAIL  rolling: deployments under way or done: 2",
                "FAIL  missing: task definition: none, not arn:new",
                "FAIL  stopped: last deployment: STOPPED",
                "FAIL  stuck: last deployment: IN_PROGRESS",
                "FAIL  orders: it has a digest, but the stack declares no service: run pulumi up",
            ],
            line => Assert.Contains(line, output.Split('\n')));
    }

    [Theory]
    [InlineData("WITH_CERTIFICATE", "503", "FAIL  edge: /health with a client certificate: 503, not 200")]
    [InlineData("WITHOUT_CERTIFICATE", "200", "FAIL  edge: /health without a client certificate answers 200")]
    [InlineData("CLIENT", "nobody", "FAIL  edge: the stack holds no key for the client nobody")]
    [InlineData("WITHOUT_CERTIFICATE", "403", "ok    edge: /health without a client certificate is refused (403)")]
    public async Task Edge_WithAndWithoutACertificate_IsJudged(string variable, string value, string line)
    {
        var (code, output) = await Verify((variable, value));
        Assert.Equal(line.StartsWith("ok", StringComparison.Ordinal) ? 0 : 1, code);
        Assert.Contains(line, output, StringComparison.Ordinal);
    }

    private static string Deployments(params string[] deployments) => $$"""{"serviceDeployments":[{{string.Join(',', deployments)}}]}""";

    /// <summary>A service, and what ECS answers of it, one after the other; the last answer of a kind from then on.</summary>
    private void Service(string name, params (string Kind, string Answer)[] answers)
    {
        services.Add(name);
        Write("service", Running);
        Write("deployments", Deployments("""{"status":"SUCCESSFUL","createdAt":"2026-11-03T09:00:00+00:00"}"""));
        Write("tasks", Healthy);

        void Write(string kind, string usual)
        {
            var given = answers.Where(answer => answer.Kind == kind).Select(answer => answer.Answer).DefaultIfEmpty(usual);
            File.WriteAllLines(stage.At($"{name}.{kind}"), given);
        }
    }

    private async Task<(int Code, string Output)> Verify(params (string Name, string Value)[] variables)
    {
        var outputs = JsonSerializer.Serialize(new
        {
            clusterName = "c",
            url = "https://api.test",
            serviceNames = services.ToDictionary(name => name, name => name),
            taskDefinitionArns = services.ToDictionary(name => name, _ => "arn:new"),
            clientSecretArns = new Dictionary<string, string> { ["smoke-test"] = "arn:secret" },
        });
        var undeclared = variables.Where(variable => variable.Name == "UNDECLARED").Select(variable => variable.Value);
        var images = JsonSerializer.Serialize(new { value = "{}", objectValue = services.Concat(undeclared).ToDictionary(name => name, _ => "sha256:aa") });
        stage.Stand("pulumi", $"if [[ $1 == stack ]]; then echo '{outputs}'; else echo '{images}'; fi");
        stage.Stand("aws", $$"""
            # The first line of a file, which goes while there is another.
            give() {
              mapfile -t lines < "{{stage.Folder}}/$1"
              echo "${lines[0]}"
              ((${#lines[@]} == 1)) || printf '%s\n' "${lines[@]:1}" > "{{stage.Folder}}/$1"
            }
            case "$2" in
              describe-services) give "$4.service" ;;
              list-service-deployments) give "$4.deployments" ;;
              describe-service-revisions) echo "$TARGET" ;;
              describe-task-definition) echo "registry/api@${DIGEST:-sha256:aa}" ;;
              list-tasks) echo "$6" ;;
              describe-tasks) give "$4.tasks" ;;
              get-secret-value) echo '{"certificate":"c","privateKey":"k"}' ;;
              *) exit 9 ;;
            esac
            """);
        stage.Stand("curl", """
            case "$*" in
              *--cert*) printf '%s' "${WITH_CERTIFICATE:-200}" ;;
              *) printf '%s' "${WITHOUT_CERTIFICATE:-000}"; [[ ${WITHOUT_CERTIFICATE:-000} != 000 ]] ;;
            esac
            """);
        var (code, output, errors) = await stage.Run("verify-deployment", [], [("POLL_SECONDS", "0"), ("PATIENCE_SECONDS", "60"), .. variables]);
        return (code, $"{output}\n{errors}".TrimEnd());
    }
}
