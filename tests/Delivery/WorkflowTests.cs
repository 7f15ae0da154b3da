using System.Globalization;
using System.Text.RegularExpressions;
using SecureApi.Tests.Support;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace SecureApi.Tests.Delivery;

public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows =>
        [.. Directory.EnumerateFiles(RepositoryFiles.At(".github", "workflows"), "*.yml").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Actions_InEveryWorkflow_ArePinnedToACommitWithItsVersion(string workflow) => Assert.All(
        Text(workflow).Split('\n').Where(line => line.Contains("uses:", StringComparison.Ordinal) && !line.Contains("uses: ./", StringComparison.Ordinal)),
        line => Assert.Matches(Pinned(), line));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflow_ByDefault_HasNoRightsAndStopsOnAFailedPipe(string workflow)
    {
        var root = Read(workflow);
        Assert.Empty(((YamlMappingNode)root["permissions"]).Children);
        Assert.Equal("bash", root["defaults"]["run"]["shell"].ToString());
        // A workflow that others call runs within their groups.
        if (((YamlMappingNode)root["on"]).Children.Keys.All(trigger => trigger.ToString() == "workflow_call")) return;
        Assert.Contains(root.Children, entry => entry.Key.ToString() == "concurrency");
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Jobs_OfEveryWorkflow_HaveATimeoutAndSayWhatTheyMay(string workflow)
    {
        var jobs = (YamlMappingNode)Read(workflow)["jobs"];
        Assert.All(jobs.Children, job =>
        {
            var keys = ((YamlMappingNode)job.Value).Children.Keys.Select(key => key.ToString()).ToList();
            Assert.Contains(keys, key => key is "timeout-minutes" or "uses");
            Assert.Contains("permissions", keys);
        });
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflow_OfAnyKind_HoldsNoLongLivedKeyAndTrustsNoForkWithRights(string workflow)
    {
        var text = Text(workflow);
        Assert.DoesNotContain("aws-access-key-id", text, StringComparison.Ordinal);
        Assert.DoesNotContain("pull_request_target", text, StringComparison.Ordinal);

        // The one secret pushes digests past a ruleset of main, and belongs to the environment with reviewers.
        var secrets = Secret().Matches(text).Select(match => match.Value).Distinct();
        Assert.Equal(workflow == "deploy.yml" ? ["secrets.DIGEST_KEY"] : [], secrets);
    }

    [Fact]
    public void DeployRole_InTheWorkflows_IsTakenInItsEnvironmentAlone()
    {
        Assert.Contains("environment: prod\n", Text("deploy.yml"), StringComparison.Ordinal);
        Assert.Contains("environment: prod-drift\n", Text("drift.yml"), StringComparison.Ordinal);
        Assert.DoesNotContain("AWS_DEPLOY_ROLE", Text("pull-request.yml") + Text("replace-gate.yml") + Text("drift.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_OfTheWorkflows_ExistAndCanBeRun()
    {
        var scripts = Workflows.SelectMany(workflow => Script().Matches(Text(workflow.Data))).Select(match => match.Value).Distinct();
        Assert.All(scripts, script => Assert.True(
            OperatingSystem.IsWindows() || File.GetUnixFileMode(RepositoryFiles.At(script.Split('/'))).HasFlag(UnixFileMode.UserExecute)));
    }

    /// <summary>What is committed was scanned and judged; what is deployed was committed; what is proven was deployed.</summary>
    [Fact]
    public void Deployment_InItsWorkflow_GoesThroughEveryGateInOrder()
    {
        var text = Text("deploy.yml");
        text = text[text.IndexOf("\n  deploy:\n", StringComparison.Ordinal)..];
        var places = ((string[])["scripts/images new", "scripts/images plan", "bake-action", "scripts/images scan", "scripts/images write", "scripts/replace-gate", "commit-digests forward", "pulumi up", "scripts/verify-deployment", "scripts/stop-deployments", "commit-digests back", "scripts/stopped-tasks"])
            .Select(step => text.IndexOf(step, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    /// <summary>Who approves has read a plan, and one that the gate refused is not offered for approval.</summary>
    [Fact]
    public void Plan_InTheDeployment_ComesBeforeTheApproval()
    {
        var jobs = (YamlMappingNode)Read("deploy.yml")["jobs"];
        Assert.Equal(["plan", "deploy"], jobs.Children.Keys.Select(key => key.ToString()));
        Assert.Equal("prod-drift", jobs["plan"]["environment"].ToString());
        Assert.Equal("plan", jobs["deploy"]["needs"].ToString());
        // GitHub calls a job that ran out of time "cancelled": every end but a good one has to stop here.
        Assert.Contains("(needs.plan.result == 'success' || (needs.plan.result == 'skipped' && vars.AWS_PREVIEW_ROLE == ''))", jobs["deploy"]["if"].ToString(), StringComparison.Ordinal);
        Assert.Contains("scripts/replace-gate", jobs["plan"]["steps"].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("AWS_DEPLOY_ROLE", jobs["plan"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Deployment_WithItsWayBack_EndsBeforeTheRolesSession()
    {
        var text = Text("deploy.yml");
        var minutes = Read("deploy.yml")["jobs"]["deploy"]["timeout-minutes"].ToString();
        var seconds = SessionSeconds().Match(text).Groups[1].Value;
        Assert.True(int.Parse(minutes, CultureInfo.InvariantCulture) * 60 < int.Parse(seconds, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void PulumiCli_InEveryWorkflow_IsOneVersionThatTheProjectTakes()
    {
        var versions = Workflows.SelectMany(workflow => PulumiVersion().Matches(Text(workflow.Data))).Select(match => match.Groups[1].Value).Distinct().ToList();
        var required = PulumiVersion().Match(File.ReadAllText(RepositoryFiles.At("Pulumi.yaml"))).Groups[1].Value;
        Assert.True(Version.Parse(Assert.Single(versions)) >= Version.Parse(required));
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("deploy")]
    public void Deployment_OfAnotherBranch_DoesNotStart(string job) => Assert.Contains(
        "github.ref == 'refs/heads/main' &&", Read("deploy.yml")["jobs"][job]["if"].ToString(), StringComparison.Ordinal);

    /// <summary>Dependabot moves the digest in the Dockerfiles, and does not look at the containers of workflows.</summary>
    [Fact]
    public void Check_OfTheRepository_RunsOnTheBaseOfTheImages()
    {
        var jobs = Read("check.yml")["jobs"];
        Assert.Equal("${{ needs.base.outputs.image }}", jobs["run"]["container"].ToString());
        Assert.Contains("'^FROM ' images/gateway/Dockerfile", jobs["base"]["steps"].ToString(), StringComparison.Ordinal);
        string Base(string image) => File.ReadLines(RepositoryFiles.At("images", image, "Dockerfile")).First(line => line.StartsWith("FROM ", StringComparison.Ordinal));
        Assert.Equal(Base("gateway"), Base("api"));
        Assert.All(Workflows, workflow => Assert.DoesNotContain("container: debian", Text(workflow.Data), StringComparison.Ordinal));
    }

    /// <summary>Git refuses a folder of another user, and a container's job is root.</summary>
    [Fact]
    public void Check_InItsContainer_MayReadTheCheckout()
    {
        var steps = ((YamlSequenceNode)Read("check.yml")["jobs"]["run"]["steps"]).Select(step => step.ToString()).ToList();
        var allowed = steps.FindIndex(step => step.Contains("git config --global --add safe.directory", StringComparison.Ordinal));
        Assert.InRange(allowed, 0, steps.FindIndex(step => step.Contains(".ci/run", StringComparison.Ordinal)));
    }

    [Fact]
    public void Labels_OfAPullRequest_StartTheGateAlone() => Assert.Equal(
        ["replace-gate.yml"],
        Workflows.Select(workflow => workflow.Data).Where(workflow => Text(workflow).Contains("labeled", StringComparison.Ordinal)));

    /// <summary>Otherwise the probe could choose the local SDKs on a bad day of the network, and nobody would see it.</summary>
    [Fact]
    public void PublishedPackages_InTheChecks_AreNotLeftToTheProbe()
    {
        var check = Read("pull-request.yml")["jobs"]["check"];
        Assert.Equal(["nuget", "local"], ((YamlSequenceNode)check["strategy"]["matrix"]["sdk"]).Select(sdk => sdk.ToString()));
        Assert.Equal("${{ matrix.sdk }}", check["with"]["sdk"].ToString());
        Assert.Equal("${{ inputs.sdk }}", Read("check.yml")["jobs"]["run"]["env"]["PulumiSdk"].ToString());
        Assert.Equal("nuget", Read("advisories.yml")["jobs"]["advisories"]["env"]["PulumiSdk"].ToString());
        Assert.Equal("nuget", Read("newest-packages.yml")["jobs"]["newest"]["with"]["sdk"].ToString());
    }

    [Fact]
    public void Dependabot_ForEveryKindOfPin_KnowsItsFolders()
    {
        var text = File.ReadAllText(RepositoryFiles.At(".github", "dependabot.yml"));
        var locks = Directory.EnumerateFiles(RepositoryFiles.Root, "package-lock.json", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 });
        var images = Directory.EnumerateFiles(RepositoryFiles.At("images"), "Dockerfile", SearchOption.AllDirectories);
        Assert.All(locks.Concat(images), file => Assert.Matches(
            $@"[\[ ]/{Regex.Escape(Path.GetRelativePath(RepositoryFiles.Root, Path.GetDirectoryName(file)!).Replace('\\', '/'))}[,\]\s]", text));
    }

    private static string Text(string workflow) => File.ReadAllText(RepositoryFiles.At(".github", "workflows", workflow)).ReplaceLineEndings("\n");

    private static YamlMappingNode Read(string workflow)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Text(workflow)));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    [GeneratedRegex(@"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"(?:pulumi-version: |requiredPulumiVersion: "">=)(\d+\.\d+\.\d+)")]
    private static partial Regex PulumiVersion();

    [GeneratedRegex(@"role-duration-seconds: (\d+)")]
    private static partial Regex SessionSeconds();

    [GeneratedRegex(@"secrets\.\w+|secrets: inherit")]
    private static partial Regex Secret();

    [GeneratedRegex(@"scripts/[a-z-]+")]
    private static partial Regex Script();
}
