using System.Collections.Immutable;
using System.Text.Json;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;

namespace SecureApi.Tests.Authorization;

/// <summary>A call that must be allowed, or must not be.</summary>
internal sealed record AccessRow(AccessRequest Request, bool Allowed, string Why)
{
    public string? Endpoint { get; init; }

    public string? Owner { get; init; }
}

/// <summary>
/// Who must be able to do what, and who must not: by AWS's documents of each part, and by what the stack declares, never by
/// the policies themselves.
/// </summary>
internal sealed class AccessTable
{
    private const string Stranger = "999999999999";
    private const string EcsTasks = "ecs-tasks.amazonaws.com";

    private readonly DeclaredAccess _access;
    private readonly StackConfig _settings;
    private readonly List<AccessRow> _rows = [];

    private AccessTable(DeclaredAccess access, StackConfig settings)
    {
        _access = access;
        _settings = settings;
    }

    private string Account => _access.Account;

    private string KeyArn => _access.One("aws:kms/key:Key").Outputs.Text("arn")!;

    /// <summary>The rows of a stack.</summary>
    public static IReadOnlyList<AccessRow> For(DeclaredAccess access, StackConfig settings)
    {
        var table = new AccessTable(access, settings);
        foreach (var task in access.All("aws:ecs/taskDefinition:TaskDefinition")) table.Task(task);
        foreach (var flowLog in access.All("aws:ec2/flowLog:FlowLog")) table.FlowLog(flowLog);
        foreach (var balancer in access.All("aws:lb/loadBalancer:LoadBalancer")) table.LoadBalancerLogs(balancer);
        foreach (var service in access.All("aws:ecs/service:Service")) table.BlueGreenDeployment(service);
        table.Key();
        table.Buckets();
        table.Alarms();
        table.Endpoints();
        table.Repositories();
        table.Pipeline();
        return table._rows;
    }

    /// <summary>What AWS would do otherwise than the table says, each in a line.</summary>
    public static IEnumerable<string> Faults(RecordedStack stack, StackConfig settings)
    {
        var access = new DeclaredAccess(stack);
        foreach (var row in For(access, settings))
        {
            var decision = access.Decide(row.Request, row.Endpoint, row.Owner);
            if (decision.IsAllowed != row.Allowed)
                yield return $"{row.Request} {(row.Allowed ? "must be allowed" : "must be refused")} ({row.Why}): {decision.By}";
        }
    }

    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
    private void Task(RecordedResource task)
    {
        var execution = new Caller.Role(task.Inputs.Text("executionRoleArn")!);
        var inside = new Caller.Role(task.Inputs.Text("taskRoleArn")!);

        // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html, confused deputy
        foreach (var role in new[] { execution, inside })
            ServiceTakesOn(role, EcsTasks, account => _access.Arn("ecs", "task/cluster/0123456789abcdef", account), $"ECS starts tasks of {task.Name}");

        using var containers = JsonDocument.Parse(task.Inputs.Text("containerDefinitions")!);
        var own = containers.RootElement.EnumerateArray().ToList();
        var images = own.Select(container => container.GetProperty("image").GetString()!).ToList();
        var groups = own.Select(container => container.GetProperty("logConfiguration").GetProperty("options").GetProperty("awslogs-group").GetString()!).ToHashSet();
        var secrets = own.SelectMany(container => container.TryGetProperty("secrets", out var list) ? list.EnumerateArray().ToList() : [])
            .Select(secret => string.Join(':', secret.GetProperty("valueFrom").GetString()!.Split(':').Take(7))).ToHashSet();

        Must(execution, "ecr:GetAuthorizationToken", "*", "signs in to the registry", endpoint: "ecr.api");
        foreach (var repository in _access.All("aws:ecr/repository:Repository"))
        {
            var arn = repository.Outputs.Text("arn")!;
            var pulls = images.Any(image => image.Split('@', ':')[0] == repository.Outputs.Text("repositoryUrl"));
            foreach (var action in new[] { "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage" })
            {
                foreach (var endpoint in new[] { "ecr.api", "ecr.dkr" })
                    Row(pulls, execution, action, arn, pulls ? "pulls its image" : "another service's image", endpoint);
                MustNot(inside, action, arn, "a container pulls nothing");
            }

            foreach (var action in new[] { "ecr:PutImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:BatchDeleteImage", "ecr:DeleteRepository" })
                MustNot(execution, action, arn, "a task changes no images");
        }

        // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
        foreach (var group in _access.All("aws:cloudwatch/logGroup:LogGroup"))
        {
            var arn = group.Outputs.Text("arn")!;
            var writes = groups.Contains(group.Id!);
            foreach (var action in new[] { "logs:CreateLogStream", "logs:PutLogEvents" })
            {
                Row(writes, execution, action, $"{arn}:log-stream:api/api/0123", writes ? "writes its logs" : "another part's logs", "logs");
                MustNot(inside, action, $"{arn}:log-stream:api/api/0123", "a container writes logs through its driver alone");
            }

            foreach (var action in new[] { "logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:PutRetentionPolicy", "logs:DisassociateKmsKey", "logs:GetLogEvents" })
                MustNot(execution, action, arn, "a task neither deletes nor reads logs");
        }

        // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
        foreach (var secret in _access.All("aws:secretsmanager/secret:Secret"))
        {
            var arn = secret.Outputs.Text("arn")!;
            var reads = secrets.Contains(arn);
            Row(reads, execution, "secretsmanager:GetSecretValue", arn, reads ? "reads its secret" : "a secret that is not its own", "secretsmanager");
            if (reads) _rows.Add(new AccessRow(Decrypt(execution, "secretsmanager").With(("kms:EncryptionContext:SecretARN", arn)), true, $"decrypts {secret.Name}"));
            MustNot(inside, "secretsmanager:GetSecretValue", arn, "a container gets its secrets from ECS");
            foreach (var action in new[] { "secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret", "secretsmanager:PutResourcePolicy" })
                MustNot(execution, action, arn, "a task changes no secrets");
        }

        foreach (var role in new[] { execution, inside })
        {
            _rows.Add(new AccessRow(Decrypt(role, "ecr"), false, "decrypts nothing but its secrets"));
            _rows.Add(new AccessRow(Decrypt(role, "secretsmanager").Without("kms:ViaService"), false, "decrypts nothing by itself"));
            foreach (var action in new[] { "kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:PutKeyPolicy", "kms:CreateGrant", "kms:Encrypt" })
                MustNot(role, action, KeyArn, "a task does not manage the key");
            MustNot(role, "iam:CreateRole", $"arn:{_access.Partition}:iam::{Account}:role/new", "a task makes no roles");
            MustNot(role, "iam:PassRole", execution.Arn, "a task hands no roles over");
            foreach (var bucket in _access.All("aws:s3/bucket:Bucket"))
                MustNot(role, "s3:GetObject", $"{bucket.Outputs.Text("arn")}/ca-bundle.pem", "a task reads no buckets", endpoint: "s3");
            if (_settings.Github.StateBucket is { } state)
                MustNot(role, "s3:GetObject", $"arn:{_access.Partition}:s3:::{state}/.pulumi/stacks/prod.json", "the state holds the CA's key");
        }

        // ECS Exec: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
        foreach (var action in new[] { "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel" })
            MustNot(inside, action, "*", "nobody logs in to a container");
        MustNot(inside, "sts:AssumeRole", execution.Arn, "a container does not take on the role that reads secrets");
        MustNot(inside, "sts:AssumeRole", "*", "a container takes on no role");
    }

    // https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html. It lists logs:CreateLogGroup too; the group is declared, and
    // a role that could make it anew would make it without key and retention.
    private void FlowLog(RecordedResource flowLog)
    {
        var role = new Caller.Role(flowLog.Inputs.Text("iamRoleArn")!);
        var own = flowLog.Inputs.Text("logDestination")!;
        ServiceTakesOn(role, "vpc-flow-logs.amazonaws.com", account => _access.Arn("ec2", $"vpc-flow-log/{flowLog.Id}", account), "the VPC delivers its flow logs");
        Must(role, "logs:DescribeLogGroups", _access.Arn("logs", "log-group::log-stream:"), "finds its log group");
        Must(role, "logs:DescribeLogStreams", $"{own}:log-stream:", "finds its log streams");
        foreach (var group in _access.All("aws:cloudwatch/logGroup:LogGroup"))
        {
            var arn = group.Outputs.Text("arn")!;
            foreach (var action in new[] { "logs:CreateLogStream", "logs:PutLogEvents" })
                Row(arn == own, role, action, $"{arn}:log-stream:eni-0123-all", arn == own ? "delivers flow logs" : "another part's logs");
            MustNot(role, "logs:DeleteLogGroup", arn, "deletes no logs");
        }
    }

    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html, enable-connection-logging.html and
    // enable-health-check-logging.html: one principal in every region; the first object is a test file.
    private void LoadBalancerLogs(RecordedResource balancer)
    {
        var service = new Caller.Service("logdelivery.elasticloadbalancing.amazonaws.com");
        var arn = balancer.Outputs.Text("arn")!;
        foreach (var (kind, file) in new[] { ("accessLogs", "ELBAccessLogTestFile"), ("connectionLogs", "ELBConnectionLogTestFile"), ("healthCheckLogs", "ELBHealthCheckLogTestFile") })
        {
            var logs = balancer.Inputs.Map(kind);
            if (logs.Boolean("enabled") != true) continue;
            var bucket = $"arn:{_access.Partition}:s3:::{logs.Text("bucket")}";
            var folder = $"{bucket}/{(logs.Text("prefix") is { Length: > 0 } prefix ? $"{prefix}/" : "")}AWSLogs/{Account}";
            AccessRequest Put(string path, string source) => new AccessRequest(service, "s3:PutObject", path).With(("aws:SourceArn", source));
            foreach (var path in new[] { $"{folder}/{file}", $"{folder}/elasticloadbalancing/{_access.Region}/2026/12/31/log.gz" })
                _rows.Add(new AccessRow(Put(path, arn), true, $"delivers {kind}"));

            var log = $"{folder}/elasticloadbalancing/log.gz";
            _rows.Add(new AccessRow(Put(log, arn).With(("aws:SecureTransport", "false")), false, "delivers over HTTPS alone"));
            _rows.Add(new AccessRow(Put(log, arn.Replace(Account, Stranger, StringComparison.Ordinal)), false, "another account's load balancer"));
            _rows.Add(new AccessRow(Put($"{bucket}/AWSLogs/{Stranger}/log.gz", arn), false, "another account's folder"));
            _rows.Add(new AccessRow(Put(log, arn) with { Action = "s3:GetObject" }, false, "delivery reads nothing"));
            _rows.Add(new AccessRow(Put(log, arn) with { Action = "s3:DeleteObject" }, false, "delivery deletes nothing"));
        }
    }

    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html. The trust is documented without a
    // source, so the request has none.
    private void BlueGreenDeployment(RecordedResource service)
    {
        foreach (var target in service.Inputs.List("loadBalancers").Maps)
        {
            var advanced = target.Map("advancedConfiguration");
            if (advanced.Text("roleArn") is not { } arn) continue;
            var role = new Caller.Role(arn);
            Must(new Caller.Service("ecs.amazonaws.com"), "sts:AssumeRole", arn, "ECS moves traffic");
            MustNot(new Caller.Service(EcsTasks), "sts:AssumeRole", arn, "a task moves no traffic");
            MustNot(_access.Administrator(), "sts:AssumeRole", arn, "ECS alone");
            foreach (var action in new[] { "DescribeListeners", "DescribeRules", "DescribeTargetGroups", "DescribeTargetHealth" })
                Must(role, $"elasticloadbalancing:{action}", "*", "sees weights and health");
            foreach (var rule in _access.All("aws:lb/listenerRule:ListenerRule").Select(rule => rule.Outputs.Text("arn")!))
            {
                var moves = rule == advanced.Text("productionListenerRule") || rule == advanced.Text("testListenerRule");
                Row(moves, role, "elasticloadbalancing:ModifyRule", rule, moves ? "sets the weights" : "a rule that sends nothing to the service");
            }

            foreach (var group in new[] { target.Text("targetGroupArn")!, advanced.Text("alternateTargetGroupArn")! })
            {
                Must(role, "elasticloadbalancing:RegisterTargets", group, "fills the target group");
                Must(role, "elasticloadbalancing:DeregisterTargets", group, "empties the target group");
            }

            MustNot(role, "elasticloadbalancing:ModifyRule", _access.Arn("elasticloadbalancing", "listener-rule/app/other/1/2/3"), "another load balancer's rule");
            MustNot(role, "elasticloadbalancing:RegisterTargets", _access.Arn("elasticloadbalancing", "targetgroup/other/1"), "another target group");
            foreach (var action in new[] { "ModifyListener", "DeleteListener", "DeleteRule", "DeleteLoadBalancer" })
                MustNot(role, $"elasticloadbalancing:{action}", _access.One("aws:lb/loadBalancer:LoadBalancer").Outputs.Text("arn")!, "moves traffic and nothing else");
        }
    }

    private void Key()
    {
        Must(_access.Administrator(), "kms:PutKeyPolicy", KeyArn, "the account keeps the key in its hands");
        MustNot(_access.Administrator(Stranger), "kms:Decrypt", KeyArn, "another account");
        MustNot(new Caller.Anonymous(), "kms:Decrypt", KeyArn, "anybody");

        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
        var logs = new Caller.Service($"logs.{_access.Region}.{_access.DnsSuffix}");
        AccessRequest Use(string action, string group) => new AccessRequest(logs, action, KeyArn).With(("kms:EncryptionContext:aws:logs:arn", group));
        foreach (var group in _access.All("aws:cloudwatch/logGroup:LogGroup").Where(group => group.Inputs.Text("kmsKeyId") == KeyArn))
        {
            foreach (var action in new[] { "kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey" })
                _rows.Add(new AccessRow(Use(action, group.Outputs.Text("arn")!), true, $"encrypts the log group {group.Name}"));
        }

        _rows.Add(new AccessRow(Use("kms:Decrypt", _access.Arn("logs", "log-group:/of/another/application")), false, "another application's log group"));
        _rows.Add(new AccessRow(Use("kms:Decrypt", _access.All("aws:cloudwatch/logGroup:LogGroup").First().Outputs.Text("arn")!.Replace(Account, Stranger, StringComparison.Ordinal)), false, "another account's log group"));
    }

    private void Buckets()
    {
        // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
        var s3 = new Caller.Service("logging.s3.amazonaws.com");
        foreach (var logging in _access.All("aws:s3/bucketLogging:BucketLogging"))
        {
            string Arn(string input) => _access.All("aws:s3/bucket:Bucket").Single(bucket => bucket.Id == logging.Inputs.Text(input)).Outputs.Text("arn")!;
            AccessRequest Deliver(string source, string account, string key) => new AccessRequest(s3, "s3:PutObject", $"{Arn("targetBucket")}/{key}")
                .With(("aws:SourceArn", source), ("aws:SourceAccount", account));
            var file = $"{logging.Inputs.Text("targetPrefix")}2026-01-01-00-00-00-0123456789ABCDEF";
            _rows.Add(new AccessRow(Deliver(Arn("bucket"), Account, file), true, "delivers the bucket's log"));
            _rows.Add(new AccessRow(Deliver(Arn("bucket"), Stranger, file), false, "another account's bucket"));
            _rows.Add(new AccessRow(Deliver($"arn:{_access.Partition}:s3:::another-bucket", Account, file), false, "another bucket's log"));
            _rows.Add(new AccessRow(Deliver(Arn("bucket"), Account, "access/file"), false, "another folder"));
        }

        foreach (var bucket in _access.All("aws:s3/bucket:Bucket"))
        {
            var arn = bucket.Outputs.Text("arn")!;
            foreach (var (action, resource) in new[] { ("s3:GetObject", $"{arn}/key"), ("s3:PutObject", $"{arn}/key"), ("s3:ListBucket", arn) })
            {
                Must(_access.Administrator(), action, resource, "the account uses its bucket");
                MustNot(new Caller.Anonymous(), action, resource, "the public");
                MustNot(_access.Administrator(Stranger), action, resource, "another account");
                _rows.Add(new AccessRow(new AccessRequest(_access.Administrator(), action, resource).With(("aws:SecureTransport", "false")), false, "plain HTTP"));
            }
        }
    }

    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html and
    // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html, event sources and encrypted topics
    private void Alarms()
    {
        var service = new Caller.Service("cloudwatch.amazonaws.com");
        foreach (var topic in _access.All("aws:sns/topic:Topic").Select(topic => topic.Outputs.Text("arn")!))
        {
            AccessRequest From(string alarm, string action, string resource, string account) =>
                new AccessRequest(service, action, resource).With(("aws:SourceAccount", account), ("aws:SourceArn", alarm.Replace(Account, account, StringComparison.Ordinal)));
            var alarms = _access.All("aws:cloudwatch/metricAlarm:MetricAlarm").Where(alarm => alarm.Inputs.List("alarmActions").Texts.Contains(topic)).ToList();
            foreach (var alarm in alarms.Select(alarm => alarm.Outputs.Text("arn")!))
            {
                _rows.Add(new AccessRow(From(alarm, "sns:Publish", topic, Account), true, "tells the alarm"));
                foreach (var action in new[] { "kms:GenerateDataKey", "kms:Decrypt" })
                    _rows.Add(new AccessRow(From(alarm, action, KeyArn, Account).With(("kms:EncryptionContext:aws:sns:topicArn", topic)), true, "encrypts what the alarm tells"));
            }

            var one = alarms[0].Outputs.Text("arn")!;
            _rows.Add(new AccessRow(From(one, "sns:Publish", topic, Stranger), false, "another account's alarm"));
            _rows.Add(new AccessRow(From(one, "kms:GenerateDataKey", KeyArn, Stranger), false, "another account's alarm"));
            _rows.Add(new AccessRow(From(one, "sns:Publish", topic, Account).With(("aws:SecureTransport", "false")), false, "plain HTTP"));
            _rows.Add(new AccessRow(From(one, "sns:Publish", topic, Account) with { Caller = new Caller.Service("events.amazonaws.com") }, false, "another service"));
            _rows.Add(new AccessRow(From(one, "sns:Subscribe", topic, Account), false, "alarms only publish"));
            MustNot(_access.Administrator(Stranger), "sns:Publish", topic, "another account");
            MustNot(_access.Administrator(Stranger), "sns:Subscribe", topic, "another account");
            MustNot(new Caller.Anonymous(), "sns:Publish", topic, "anybody");
        }
    }

    private void Endpoints()
    {
        // https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html: the registry gives a signed address in a bucket of its own.
        var registry = _access.Administrator("123123123123");
        var layer = $"arn:{_access.Partition}:s3:::prod-{_access.Region}-starport-layer-bucket/0123-4567/layer";
        _rows.Add(new AccessRow(new AccessRequest(registry, "s3:GetObject", layer), true, "pulls an image layer") { Endpoint = "s3", Owner = "123123123123" });

        var thief = _access.Administrator(Stranger);
        foreach (var action in new[] { "s3:GetObject", "s3:PutObject" })
            _rows.Add(new AccessRow(new AccessRequest(thief, action, $"arn:{_access.Partition}:s3:::a-bucket-of-a-stranger/key"), false, "carries data out to another account's bucket") { Endpoint = "s3", Owner = Stranger });
        foreach (var endpoint in _access.All("aws:ec2/vpcEndpoint:VpcEndpoint").Where(endpoint => endpoint.Inputs.Text("vpcEndpointType") == "Interface"))
        {
            var service = endpoint.Inputs.Text("serviceName")!.Split('.') is var parts ? string.Join('.', parts.SkipWhile(part => part != _access.Region).Skip(1)) : "";
            _rows.Add(new AccessRow(new AccessRequest(thief, "logs:PutLogEvents", $"arn:{_access.Partition}:logs:{_access.Region}:{Stranger}:log-group:loot:log-stream:s"), false, "carries data out with another account's credentials") { Endpoint = service, Owner = Stranger });
            _rows.Add(new AccessRow(new AccessRequest(_access.Administrator(), "ecr:GetAuthorizationToken", "*"), true, "the account's own calls pass") { Endpoint = service });
        }
    }

    private void Repositories()
    {
        foreach (var arn in _access.All("aws:ecr/repository:Repository").Select(repository => repository.Outputs.Text("arn")!))
        {
            MustNot(_access.Administrator(Stranger), "ecr:BatchGetImage", arn, "another account");
            MustNot(new Caller.Anonymous(), "ecr:BatchGetImage", arn, "anybody");
        }
    }

    // https://docs.github.com/en/actions/reference/security/oidc
    private void Pipeline()
    {
        if (_settings.Github is not { Repository: { } repository } github) return;
        var preview = new Caller.Role(_access.Stack.Outputs.Text("previewRoleArn")!);
        var deploy = new Caller.Role(_access.Stack.Outputs.Text("deployRoleArn")!);
        var provider = github.ProviderArn ?? $"arn:{_access.Partition}:iam::{Account}:oidc-provider/token.actions.githubusercontent.com";
        var environment = $"repo:{repository}:environment:{github.Environment ?? _settings.Stack}";
        void Token(Caller.Role role, string subject, bool allowed, string why, string? audience = null, string? from = null, string? reference = null) => _rows.Add(new AccessRow(
            new AccessRequest(new Caller.WebIdentity(from ?? provider), "sts:AssumeRoleWithWebIdentity", role.Arn).With(
                ("token.actions.githubusercontent.com:aud", audience ?? "sts.amazonaws.com"), ("token.actions.githubusercontent.com:sub", subject),
                ("token.actions.githubusercontent.com:ref", reference ?? (subject.EndsWith(":pull_request", StringComparison.Ordinal) ? "refs/pull/17/merge" : $"refs/heads/{github.Branch}"))),
            allowed, why));

        Token(deploy, environment, true, "deploys from its environment");
        Token(preview, $"repo:{repository}:pull_request", true, "previews a pull request");
        Token(preview, $"{environment}-drift", true, "looks for drift");
        Token(deploy, $"repo:{repository}:pull_request", false, "a pull request does not deploy");
        Token(deploy, $"{environment}-drift", false, "the drift job does not deploy");
        foreach (var reference in new[] { "refs/heads/feature", $"refs/heads/{github.Branch}-2", $"refs/tags/{github.Branch}", "refs/pull/17/merge" })
            Token(deploy, environment, false, "only the branch deploys", reference: reference);
        Token(preview, $"{environment}-drift", false, "another branch looks for drift", reference: "refs/heads/feature");
        foreach (var role in new[] { preview, deploy })
        {
            Token(role, $"repo:{repository}:ref:refs/heads/main", false, "a job outside of the environment");
            Token(role, $"repo:{repository}-evil:environment:{github.Environment ?? _settings.Stack}", false, "another repository");
            Token(role, $"repo:evil/{repository.Split('/')[1]}:pull_request", false, "another owner");
            Token(role, environment.ToUpperInvariant(), false, "subjects are compared exactly");
            Token(role, role == deploy ? environment : $"repo:{repository}:pull_request", false, "a token for somebody else", audience: "https://github.com/example");
            Token(role, environment, false, "another issuer", from: $"arn:{_access.Partition}:iam::{Account}:oidc-provider/gitlab.com");
            MustNot(_access.Administrator(), "sts:AssumeRole", role.Arn, "only with a token");
            MustNot(new Caller.Service(EcsTasks), "sts:AssumeRole", role.Arn, "only with a token");
        }

        foreach (var secret in _access.All("aws:secretsmanager/secret:Secret"))
        {
            var configured = _access.All("aws:secretsmanager/secretVersion:SecretVersion").Any(version => version.Inputs.Text("secretId") == secret.Id);
            var tags = secret.Inputs.Map("tags").Select(tag => ($"aws:ResourceTag/{tag.Key}", ((RecordedText)tag.Value).Value)).ToArray();
            foreach (var role in new[] { preview, deploy })
            {
                _rows.Add(new AccessRow(
                    new AccessRequest(role, "secretsmanager:GetSecretValue", secret.Outputs.Text("arn")!).With(tags),
                    configured, configured ? "compares the version that the stack writes" : "a value that only an operator knows"));
            }
        }

        PipelineChanges(preview, deploy);
    }

    private void PipelineChanges(Caller.Role preview, Caller.Role deploy)
    {
        string Iam(string resource) => $"arn:{_access.Partition}:iam::{Account}:{resource}";
        AccessRequest By(Caller.Role role, string action, string resource) => new(role, action, resource);
        var ours = new (string, string)[] { ("aws:ResourceTag/Project", _settings.Project), ("aws:ResourceTag/Stack", _settings.Stack) };

        // The trust store and its lists are read with the caller's permissions:
        // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/configuring-mtls-with-elb.html
        foreach (var file in _access.All("aws:s3/bucketObjectv2:BucketObjectv2"))
        {
            var bucket = _access.All("aws:s3/bucket:Bucket").Single(bucket => bucket.Id == file.Inputs.Text("bucket")).Outputs.Text("arn");
            foreach (var action in new[] { "s3:PutObject", "s3:GetObject", "s3:GetObjectVersion" })
                Must(deploy, action, $"{bucket}/{file.Inputs.Text("key")}", "writes the CA bundle and has the load balancer read it");
            MustNot(preview, "s3:PutObject", $"{bucket}/{file.Inputs.Text("key")}", "a preview changes nothing");
        }

        // https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
        foreach (var acl in _access.All("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration").Select(logging => logging.Inputs.Text("resourceArn")!))
        {
            Must(deploy, "wafv2:PutLoggingConfiguration", acl, "turns the firewall's log on");
            foreach (var action in new[] { "logs:CreateLogDelivery", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups" })
                Must(deploy, action, "*", "the firewall's log is delivered under a resource policy");
        }

        // https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html: the registry asks for a grant on the caller's behalf.
        _rows.Add(new AccessRow(By(deploy, "kms:CreateGrant", KeyArn).With([.. ours, Via("ecr"), ("kms:GrantIsForAWSResource", "true")]), true, "encrypts a repository"));
        _rows.Add(new AccessRow(By(deploy, "kms:CreateGrant", KeyArn).With([.. ours, ("kms:GrantIsForAWSResource", "false")]), false, "gives the key to nobody else"));

        foreach (var (role, service) in Passed())
        {
            _rows.Add(new AccessRow(By(deploy, "iam:PassRole", role).With(("iam:PassedToService", service)), true, "hands the role to its service"));
            _rows.Add(new AccessRow(By(deploy, "iam:PassRole", role).With(("iam:PassedToService", "ec2.amazonaws.com")), false, "hands the role to another service"));
            var boundary = _access.ByArn(role).Inputs.Text("permissionsBoundary")!;
            _rows.Add(new AccessRow(By(deploy, "iam:CreateRole", role).With(("iam:PermissionsBoundary", boundary)), true, "makes roles under the boundary"));
            _rows.Add(new AccessRow(By(deploy, "iam:CreateRole", role), false, "makes no role without the boundary"));
            _rows.Add(new AccessRow(By(deploy, "iam:CreateRole", role).With(("iam:PermissionsBoundary", Iam("policy/loose"))), false, "makes no role under another boundary"));
            _rows.Add(new AccessRow(By(deploy, "iam:AttachRolePolicy", role).With(("iam:PermissionsBoundary", boundary), ("iam:PolicyARN", $"arn:{_access.Partition}:iam::aws:policy/AdministratorAccess")), false, "attaches no policy of AWS"));
            foreach (var action in new[] { "iam:PutRolePolicy", "iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary" })
                MustNot(deploy, action, role, "does not loosen a role");
            MustNot(deploy, "iam:CreatePolicyVersion", boundary, "does not change the boundary");
        }

        foreach (var role in new[] { preview, deploy })
        {
            foreach (var own in new[] { preview.Arn, deploy.Arn })
            {
                foreach (var action in new[] { "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:PassRole", "sts:AssumeRole" })
                    MustNot(role, action, own, "the pipeline does not change what it may do");
            }

            MustNot(role, "ecr:PutImage", _access.Arn("ecr", "repository/another-application/api"), "another application's images");
            MustNot(role, "secretsmanager:GetSecretValue", _access.Arn("secretsmanager", "secret:another-application-AbCdEf"), "another application's secret");
            MustNot(role, "logs:DeleteLogGroup", _access.Arn("logs", "log-group:/another/application"), "another application's logs");
            _rows.Add(new AccessRow(By(role, "kms:ScheduleKeyDeletion", _access.Arn("kms", "key/another")).With(("aws:ResourceTag/Project", "another")), false, "another application's key"));
            MustNot(role, "iam:CreateUser", Iam("user/new"), "makes no users");
            MustNot(role, "organizations:LeaveOrganization", "*", "nothing beyond the stack");
        }

        foreach (var repository in _access.All("aws:ecr/repository:Repository").Select(repository => repository.Outputs.Text("arn")!))
        {
            foreach (var action in new[] { "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage", "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage" })
                Must(deploy, action, repository, "pushes an image");
            MustNot(preview, "ecr:PutImage", repository, "a preview changes nothing");
        }

        // https://docs.aws.amazon.com/autoscaling/application/userguide/security_iam_service-with-iam.html, the alarms of target tracking
        foreach (var target in _access.All("aws:appautoscaling/target:Target"))
        {
            foreach (var action in new[] { "cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms" })
                Must(deploy, action, _access.Arn("cloudwatch", $"alarm:TargetTracking-{target.Inputs.Text("resourceId")}-AlarmHigh-0123"), "writes a scaling policy");
        }

        // https://docs.aws.amazon.com/cloud-map/latest/dg/security_iam_id-based-policy-examples.html
        Must(deploy, "route53:DeleteHostedZone", $"arn:{_access.Partition}:route53:::hostedzone/Z9876543210ZYXWVUTSRQ", "deletes the private zone");
        if (_settings.Edge.HostedZoneId is { } zone)
            MustNot(deploy, "route53:DeleteHostedZone", $"arn:{_access.Partition}:route53:::hostedzone/{zone}", "keeps the public zone");

        Must(deploy, "ecr:GetAuthorizationToken", "*", "signs in to the registry");
        foreach (var service in _access.All("aws:ecs/service:Service"))
        {
            var arn = _access.Arn("ecs", $"service/{_access.One("aws:ecs/cluster:Cluster").Outputs.Text("name")}/{service.Outputs.Text("name")}");
            Must(deploy, "ecs:UpdateService", arn, "rolls a service");
            MustNot(preview, "ecs:UpdateService", arn, "a preview changes nothing");
        }

        State(preview, deploy);
    }

    private void State(Caller.Role preview, Caller.Role deploy)
    {
        if (_settings.Github.StateBucket is not { } bucket) return;
        var state = $"arn:{_access.Partition}:s3:::{bucket}/.pulumi/stacks/{_settings.Project}/{_settings.Stack}.json";
        foreach (var role in new[] { preview, deploy })
        {
            Must(role, "s3:ListBucket", $"arn:{_access.Partition}:s3:::{bucket}", "finds the state");
            Must(role, "s3:GetObject", state, "reads the state");
            MustNot(role, "s3:GetObject", $"arn:{_access.Partition}:s3:::{bucket}-of-somebody/key", "another bucket");
            MustNot(role, "s3:GetObject", state.Replace($"/{_settings.Project}/", "/another-project/", StringComparison.Ordinal), "another project's state");
            MustNot(role, "s3:GetObject", state.Replace($"/{_settings.Stack}.json", $"/{_settings.Stack}-2.json", StringComparison.Ordinal), "another stack's state");
            Must(role, "s3:GetObject", $"arn:{_access.Partition}:s3:::{bucket}/.pulumi/meta.yaml", "reads the layout of the state");
        }

        Must(deploy, "s3:PutObject", state, "writes the state");
        foreach (var folder in new[] { "locks/organization", "history", "backups" })
        {
            var file = $"arn:{_access.Partition}:s3:::{bucket}/.pulumi/{folder}/{_settings.Project}/{_settings.Stack}/file.json";
            Must(deploy, "s3:PutObject", file, $"an update writes to {folder}");
            MustNot(preview, "s3:PutObject", file, "a preview changes nothing");
            MustNot(preview, "s3:GetObject", file, "a preview needs the checkpoint alone");
        }

        Must(deploy, "s3:DeleteObject", $"arn:{_access.Partition}:s3:::{bucket}/.pulumi/locks/organization/{_settings.Project}/{_settings.Stack}/file.json", "drops its lock");
        Must(deploy, "s3:DeleteObject", state, "removes the state of a stack that is gone");
        MustNot(preview, "s3:PutObject", state, "a preview changes nothing");
        MustNot(preview, "s3:DeleteObject", state, "a preview changes nothing");
    }

    private IEnumerable<(string Role, string Service)> Passed() =>
        _access.All("aws:ecs/taskDefinition:TaskDefinition").SelectMany(task => new[] { (task.Inputs.Text("executionRoleArn")!, EcsTasks), (task.Inputs.Text("taskRoleArn")!, EcsTasks) })
            .Concat(_access.All("aws:ec2/flowLog:FlowLog").Select(log => (log.Inputs.Text("iamRoleArn")!, "vpc-flow-logs.amazonaws.com")))
            .Concat(_access.All("aws:ecs/service:Service").SelectMany(service => service.Inputs.List("loadBalancers").Maps)
                .Select(target => target.Map("advancedConfiguration").Text("roleArn")).OfType<string>().Select(role => (role, "ecs.amazonaws.com")));

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    private void ServiceTakesOn(Caller.Role role, string service, Func<string, string> source, string why)
    {
        AccessRequest Assume(string principal, string account) => new AccessRequest(new Caller.Service(principal), "sts:AssumeRole", role.Arn)
            .With(("aws:SourceAccount", account), ("aws:SourceArn", source(account)));
        _rows.Add(new AccessRow(Assume(service, Account), true, why));
        _rows.Add(new AccessRow(Assume(service, Stranger), false, "on behalf of another account"));
        _rows.Add(new AccessRow(Assume(service, Account).With(("aws:SourceAccount", Stranger)), false, "on behalf of another account"));
        _rows.Add(new AccessRow(Assume("ec2.amazonaws.com", Account), false, "another service"));
        MustNot(_access.Administrator(), "sts:AssumeRole", role.Arn, "nobody but its service");
        MustNot(_access.Administrator(Stranger), "sts:AssumeRole", role.Arn, "another account");
    }

    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
    private AccessRequest Decrypt(Caller caller, string via) => new AccessRequest(caller, "kms:Decrypt", KeyArn).With(Via(via), ("kms:CallerAccount", Account));

    private (string, string) Via(string service) => ("kms:ViaService", $"{service}.{_access.Region}.{_access.DnsSuffix}");

    private void Must(Caller who, string action, string resource, string why, string? endpoint = null) => Row(true, who, action, resource, why, endpoint);

    private void MustNot(Caller who, string action, string resource, string why, string? endpoint = null) => Row(false, who, action, resource, why, endpoint);

    private void Row(bool allowed, Caller who, string action, string resource, string why, string? endpoint = null) =>
        _rows.Add(new AccessRow(new AccessRequest(who, action, resource), allowed, why) { Endpoint = endpoint });
}
