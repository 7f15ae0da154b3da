using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecureApi.Configuration;
using SecureApi.Network;

namespace SecureApi.Cli.Init;

/// <summary>How a step stands.</summary>
internal enum StepState
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>It is not done.</summary>
    Open,

    /// <summary>Nobody can see it from here: a tool is missing, or has no rights.</summary>
    Unknown,
}

/// <summary>A step between the settings and a running stack.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Commands">The commands, in order.</param>
/// <param name="Look">Looks whether it is done, without changing anything; null where there is nothing to look at.</param>
internal sealed record ChecklistStep(string Title, ImmutableArray<string> Commands, Func<Tools, (StepState State, string Detail)>? Look = null);

/// <summary>The steps from the edited settings to a stack that GitHub Actions deploys.</summary>
internal static class Checklist
{
    // A new account has none of them; each service makes its own on first use, but not for a role with few rights.
    private static readonly (string Service, string Role)[] LinkedRoles =
    [
        ("ecs.amazonaws.com", "AWSServiceRoleForECS"),
        ("elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"),
        ("ecs.application-autoscaling.amazonaws.com", "AWSServiceRoleForApplicationAutoScaling_ECSService"),
    ];

    /// <summary>The steps of a stack.</summary>
    public static IEnumerable<ChecklistStep> Of(StackConfig settings)
    {
        var region = settings.Region.Name;
        yield return new(
            "A place for the state, and a key for the secrets in it",
            [
                "account=$(aws sts get-caller-identity --query Account --output text)",
                $"bucket=\"pulumi-state-$account-{region}\"",
                $"aws s3api create-bucket --bucket \"$bucket\" --region {region}{(region == "us-east-1" ? "" : $" --create-bucket-configuration LocationConstraint={region}")}",
                "aws s3api put-bucket-versioning --bucket \"$bucket\" --versioning-configuration Status=Enabled",
                "aws s3api put-public-access-block --bucket \"$bucket\" --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
                $"key=$(aws kms create-key --region {region} --description \"Pulumi secrets\" --query KeyMetadata.Arn --output text)",
                $"aws kms enable-key-rotation --region {region} --key-id \"$key\"",
                $"pulumi login \"s3://$bucket?region={region}\"",
            ],
            tools => Read(tools, json => json["url"]?.GetValue<string>() is { } url && !url.StartsWith("file:", StringComparison.Ordinal) ? "" : "logged in to this machine's disk",
                "pulumi", "whoami", "--json"));
        yield return new(
            $"The stack {settings.Stack}",
            [$"pulumi stack init {settings.Stack} --secrets-provider \"awskms:///$key?region={region}\""],
            tools => Read(tools, json => json.AsArray().Any(stack => stack?["name"]?.GetValue<string>().Split('/')[^1] == settings.Stack) ? "" : "no such stack",
                "pulumi", "stack", "ls", "--json"));
        if (settings.Edge.HostedZoneId is { } zone)
        {
            yield return new(
                $"The delegation of {settings.Edge.Domain}: the parent zone names the zone's servers",
                [$"aws route53 get-hosted-zone --id {zone} --query '[HostedZone.Name, DelegationSet.NameServers]'", $"dig +short NS {settings.Edge.Domain}"],
                tools => LookAtDelegation(tools, zone));
        }

        yield return new(
            "Roles that AWS's services use; a new account lacks them",
            [.. LinkedRoles.Select(role => $"aws iam create-service-linked-role --aws-service-name {role.Service}")],
            LookAtRoles);
        var addresses = settings.Network.NatGateways switch
        {
            NatGatewayMode.PerAz => settings.Network.Zones(settings.Region).Length,
            NatGatewayMode.Single => 1,
            _ => 0,
        };
        if (addresses > 0)
        {
            yield return new(
                $"A quota of at least {addresses} Elastic IPs that are free",
                [$"aws service-quotas get-service-quota --region {region} --service-code ec2 --quota-code L-0263D0A3 --query Quota.Value"],
                tools => LookAtAddresses(tools, region, settings, addresses));
        }

        yield return new("The first deployment: everything but tasks", [$"pulumi up --stack {settings.Stack}"], tools => LookAtDeployment(tools, settings));
        var external = settings.Services.Where(service => service.Value.Secrets.Values.Any(secret => secret.IsExternal)).Select(service => service.Key).ToList();
        if (external.Count > 0)
            yield return new($"The secrets that an operator keeps, of {string.Join(", ", external)}", ["# docs/runbooks/first-deployment.md, step 5"]);
        yield return new(
            "Images, and the second deployment",
            ["# docs/runbooks/first-deployment.md, steps 6 and 7", $"PULUMI_STACK={settings.Stack} scripts/verify-deployment"],
            _ => settings.WithoutImage.Any() ? (StepState.Open, $"no digest for {string.Join(", ", settings.WithoutImage)}") : (StepState.Done, ""));
        if (settings.Github.Repository is not { } repository) yield break;
        foreach (var step in OfGitHub(settings, repository)) yield return step;
    }

    private static IEnumerable<ChecklistStep> OfGitHub(StackConfig settings, string repository)
    {
        string[] variables = ["PULUMI_BACKEND_URL", "AWS_REGION", "AWS_PREVIEW_ROLE"];
        yield return new(
            $"GitHub: variables of {repository}",
            [
                $"gh variable set PULUMI_BACKEND_URL --repo {repository} --body \"s3://$bucket?region={settings.Region.Name}\"",
                $"gh variable set AWS_REGION --repo {repository} --body {settings.Region.Name}",
                $"gh variable set AWS_PREVIEW_ROLE --repo {repository} --body \"$(pulumi stack output previewRoleArn --stack {settings.Stack})\"",
            ],
            tools => Read(tools, json => Missing(variables, Names(json)), "gh", "variable", "list", "--repo", repository, "--json", "name"));
        var environment = settings.Github.Environment ?? settings.Stack;
        yield return new(
            $"GitHub: the environments {environment} (with reviewers) and {environment}-drift, for main alone",
            [
                .. ((string[])[environment, $"{environment}-drift"]).SelectMany(name => (string[])
                [
                    $"gh api --method PUT repos/{repository}/environments/{name} --field 'deployment_branch_policy[protected_branches]=false' --field 'deployment_branch_policy[custom_branch_policies]=true'",
                    $"gh api --method POST repos/{repository}/environments/{name}/deployment-branch-policies --field name=main",
                ]),
                $"gh variable set AWS_DEPLOY_ROLE --repo {repository} --env {environment} --body \"$(pulumi stack output deployRoleArn --stack {settings.Stack})\"",
                $"# Reviewers: https://github.com/{repository}/settings/environments",
            ],
            tools => Read(tools, json => Missing([environment, $"{environment}-drift"], Names(json["environments"])), "gh", "api", $"repos/{repository}/environments"));
        yield return new("GitHub: the labels of the replace gate, and the ruleset of main", ["# docs/delivery.md, \"What to set in GitHub\""],
            tools => Read(tools, json => Names(json).Any(name => name.StartsWith("allow-replace:", StringComparison.Ordinal)) ? "" : "no label allow-replace:…",
                "gh", "label", "list", "--repo", repository, "--limit", "200", "--json", "name"));
    }

    private static IEnumerable<string> Names(JsonNode? list) => list?.AsArray().Select(entry => entry?["name"]?.GetValue<string>()).OfType<string>() ?? [];

    private static string Missing(IEnumerable<string> wanted, IEnumerable<string> found) =>
        wanted.Except(found).ToList() is { Count: > 0 } missing ? $"without {string.Join(", ", missing)}" : "";

    /// <summary>Reads a command's JSON: done when nothing is wrong with it.</summary>
    private static (StepState State, string Detail) Read(Tools tools, Func<JsonNode, string> wrong, string program, params string[] arguments)
    {
        if (tools.Run(out var problem, program, arguments) is not { } text) return (StepState.Unknown, problem);
        try
        {
            var detail = wrong(JsonNode.Parse(text)!);
            return (detail.Length == 0 ? StepState.Done : StepState.Open, detail);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
        {
            return (StepState.Unknown, $"{program} answered something else than expected");
        }
    }

    private static (StepState State, string Detail) LookAtDelegation(Tools tools, string zone) => Read(
        tools,
        json =>
        {
            var name = json["HostedZone"]!["Name"]!.GetValue<string>();
            var expected = json["DelegationSet"]!["NameServers"]!.AsArray().Select(server => server!.GetValue<string>().TrimEnd('.')).ToList();
            if (tools.Run(out var problem, "dig", "+short", "NS", name) is not { } answer) return problem;
            var found = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(server => server.Trim().TrimEnd('.')).ToList();
            return expected.Intersect(found, StringComparer.OrdinalIgnoreCase).Any() ? "" : found.Count == 0 ? $"nobody names servers for {name}" : $"{name} is served by {string.Join(", ", found)}";
        },
        "aws", "route53", "get-hosted-zone", "--id", zone, "--output", "json");

    private static (StepState State, string Detail) LookAtRoles(Tools tools)
    {
        var missing = new List<string>();
        foreach (var (_, role) in LinkedRoles)
        {
            if (tools.Run(out var problem, "aws", "iam", "get-role", "--role-name", role, "--output", "json") is not null) continue;
            if (!problem.Contains("NoSuchEntity", StringComparison.Ordinal)) return (StepState.Unknown, problem);
            missing.Add(role);
        }

        return missing.Count == 0 ? (StepState.Done, "") : (StepState.Open, $"without {string.Join(", ", missing)}");
    }

    private static (StepState State, string Detail) LookAtAddresses(Tools tools, string region, StackConfig settings, int wanted)
    {
        // What the stack has already is not wanted again.
        if (LookAtDeployment(tools, settings).State == StepState.Done) return (StepState.Done, "");
        return Read(
            tools,
            json =>
            {
                var used = tools.Run(out var problem, "aws", "ec2", "describe-addresses", "--region", region, "--query", "length(Addresses)", "--output", "json");
                if (used is null) return problem;
                var free = (int)json["Quota"]!["Value"]!.GetValue<double>() - int.Parse(used, System.Globalization.CultureInfo.InvariantCulture);
                return free >= wanted ? "" : $"{free} are free, {wanted} are needed: ask for more in the Service Quotas console";
            },
            "aws", "service-quotas", "get-service-quota", "--region", region, "--service-code", "ec2", "--quota-code", "L-0263D0A3", "--output", "json");
    }

    private static (StepState State, string Detail) LookAtDeployment(Tools tools, StackConfig settings) => Read(
        tools, json => json["url"] is null ? "the stack has no outputs yet" : "", "pulumi", "stack", "output", "--stack", settings.Stack, "--json");
}
