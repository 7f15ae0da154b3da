using Xunit;

namespace SecureApi.Tests.Delivery;

/// <summary>The script that ends deployments that nothing else ends, with stand-ins for the commands that would ask AWS.</summary>
public sealed class StopDeploymentsTests : IDisposable
{
    private readonly ScriptStage stage = new();

    public void Dispose() => stage.Dispose();

    [Fact]
    public async Task Deployments_UnderWay_AreRolledBackAndAwaited()
    {
        var (code, output, errors) = await Stop($$"""
            case "$*" in
              *stop-service-deployment*) touch '{{stage.At("stopped")}}' ;;
              *'--service api --status PENDING IN_PROGRESS --output'*) echo '{"serviceDeployments":[{"serviceDeploymentArn":"arn:one"}]}' ;;
              *'--service api '*) [[ -f '{{stage.At("asked")}}' ]] && echo '{"serviceDeployments":[]}' || echo '{"serviceDeployments":[{"serviceDeploymentArn":"arn:one"}]}'; touch '{{stage.At("asked")}}' ;;
              *) echo '{"serviceDeployments":[]}' ;;
            esac
            """);
        Assert.True(code == 0, errors);
        Assert.Equal("api: its deployment is still under way; ECS puts back what ran before", output);
        Assert.True(File.Exists(stage.At("stopped")));
        Assert.Contains("stop-service-deployment --service-deployment-arn arn:one --stop-type ROLLBACK", stage.Calls, StringComparison.Ordinal);
        Assert.Equal(2, stage.Calls.Split("--service api --status PENDING IN_PROGRESS STOP_REQUESTED").Length - 1);
    }

    /// <summary>A first deployment has nothing to go back to; a deployment that does not end is said.</summary>
    [Fact]
    public async Task Deployment_ThatDoesNotEnd_Fails()
    {
        var (code, _, errors) = await Stop("""
            case "$*" in
              *stop-service-deployment*) exit 254 ;;
              *) echo '{"serviceDeployments":[{"serviceDeploymentArn":"arn:one"}]}' ;;
            esac
            """, ("PATIENCE_SECONDS", "0"));
        Assert.Equal(1, code);
        Assert.Contains("The deployment of api does not end: arn:one", errors, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Errors)> Stop(string aws, params (string Name, string Value)[] variables)
    {
        stage.Stand("pulumi", """echo '{"clusterName":"c","serviceNames":{"api":"api","gateway":"gateway"}}'""");
        stage.Stand("aws", aws);
        return stage.Run("stop-deployments", [], [("POLL_SECONDS", "0"), .. variables]);
    }
}
