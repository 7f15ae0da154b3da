using Xunit;

namespace SecureApi.Tests.Delivery;

/// <summary>The script that verifies a deployment, with stand-ins for the commands that would ask AWS.</summary>
public sealed class DeploymentVerificationTests : IDisposable
{
    private readonly ScriptStage stage = new();

    public void Dispose() => stage.Dispose();

    [Fact]
    public async Task Deployment_AsAskedFor_Passes()
    {
        var (code, output) = await Verify();
        Assert.True(code == 0, output);
        Assert.Contains("ok    edge: /health without a client certificate is refused (000)", output, StringComparison.Ordinal);
        Assert.EndsWith("0 checks failed", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GATEWAY_DIGEST", "sha256:other", "FAIL  gateway: digest of the task definition: sha256:other, not sha256:bb")]
    [InlineData("LAST_DEPLOYMENT", "ROLLBACK_SUCCESSFUL", "FAIL  api: last deployment: ROLLBACK_SUCCESSFUL, not SUCCESSFUL")]
    [InlineData("RUNNING", "1", "FAIL  api: running tasks: 1, not 2")]
    [InlineData("TASK_REVISION", "2", "FAIL  gateway: tasks of another task definition: 1, not 0")]
    [InlineData("TASKS", "[]", "FAIL  api: no task runs")]
    [InlineData("WITH_CERTIFICATE", "503", "FAIL  edge: /health with a client certificate: 503, not 200")]
    [InlineData("WITHOUT_CERTIFICATE", "200", "FAIL  edge: /health without a client certificate answers 200")]
    [InlineData("CLIENT", "nobody", "FAIL  edge: the stack holds no key for the client nobody")]
    public async Task Deployment_NotAsAskedFor_FailsAndSaysWhere(string variable, string value, string message)
    {
        var (code, output) = await Verify((variable, value));
        Assert.Equal(1, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passthrough_WhereTheGatewayRefuses_PassesToo()
    {
        var (code, output) = await Verify(("WITHOUT_CERTIFICATE", "403"));
        Assert.True(code == 0, output);
    }

    private async Task<(int Code, string Output)> Verify(params (string Name, string Value)[] variables)
    {
        stage.Stand("pulumi", """
            case "$*" in
              'stack output --json') echo '{"clusterName":"c","url":"https://api.test","serviceNames":{"api":"api","gateway":"gateway"},"clientSecretArns":{"smoke-test":"arn:secret"}}' ;;
              'config get --json secure-api:images') echo '{"value":"{}","objectValue":{"api":"sha256:aa","gateway":"sha256:bb"},"secret":false}' ;;
              *) exit 9 ;;
            esac
            """);
        stage.Stand("aws", """
            case "$*" in
              *describe-services*api*) service=api ;;
              *) service=gateway ;;
            esac
            case "$*" in
              *describe-services*) echo "{\"services\":[{\"taskDefinition\":\"arn:$service:3\",\"deployments\":[{}],\"runningCount\":${RUNNING:-2},\"desiredCount\":2}]}" ;;
              *list-service-deployments*) echo "${LAST_DEPLOYMENT:-SUCCESSFUL}" ;;
              *describe-task-definition*arn:api*) echo 'registry/api@sha256:aa' ;;
              *describe-task-definition*) echo "registry/gateway@${GATEWAY_DIGEST:-sha256:bb}" ;;
              *list-tasks*api*) echo "${TASKS:-[\"arn:task:api\"]}" ;;
              *list-tasks*) echo "${TASKS:-[\"arn:task:gateway\"]}" ;;
              *describe-tasks*arn:task:api*) echo '{"tasks":[{"taskDefinitionArn":"arn:api:3"}]}' ;;
              *describe-tasks*) echo "{\"tasks\":[{\"taskDefinitionArn\":\"arn:gateway:${TASK_REVISION:-3}\"}]}" ;;
              *get-secret-value*) echo '{"certificate":"c","privateKey":"k"}' ;;
              *) exit 9 ;;
            esac
            """);
        stage.Stand("curl", """
            case "$*" in
              *--cert*) printf '%s' "${WITH_CERTIFICATE:-200}" ;;
              *) printf '%s' "${WITHOUT_CERTIFICATE:-000}"; [[ ${WITHOUT_CERTIFICATE:-000} != 000 ]] ;;
            esac
            """);
        var (code, output, errors) = await stage.Run("verify-deployment", [], variables);
        return (code, $"{output}\n{errors}".TrimEnd());
    }
}
