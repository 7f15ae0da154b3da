using SecureApi.Tests.Infra.Stack;
using Xunit;

namespace SecureApi.Tests.Authorization;

/// <summary>Every part can do what it needs, and nobody anything else, under the policies as declared.</summary>
public sealed class AccessTests
{
    public static TheoryData<string> Configurations => [.. ContrastingStacks.All.Select(configuration => configuration.Name)];

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task Calls_UnderTheDeclaredPolicies_AreDecidedAsTheTableSays(string name)
    {
        var configuration = ContrastingStacks.All.Single(configuration => configuration.Name == name);
        var faults = AccessTable.Faults(await StackMatrix.Record(configuration), configuration.Settings).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(30)));
    }

    /// <summary>One fault each, and what the table says of it.</summary>
    private static readonly IReadOnlyDictionary<string, (Action<PolicyEdit> Edit, string Message)> Faults = new Dictionary<string, (Action<PolicyEdit>, string)>(StringComparer.Ordinal)
    {
        ["log bucket without the connection logs' folder"] = (
            edit => edit.Replace("BucketPolicy", "-edge-logs", "policy", "/connection/AWSLogs", "/connections/AWSLogs"),
            "s3:PutObject on {bucket:-edge-logs}/connection/AWSLogs/123456789012/ELBConnectionLogTestFile must be allowed (delivers connectionLogs): bucket policy {name}-edge-logs does not allow it"),
        ["log bucket open to every load balancer"] = (
            edit => edit.Replace("BucketPolicy", "-edge-logs", "policy", ":123456789012:loadbalancer/*", ":*:loadbalancer/*"),
            "must be refused (another account's load balancer): bucket policy {name}-edge-logs, statement LoadBalancerAddsLogs, allows it"),
        ["log delivery by another principal"] = (
            edit => edit.Replace("BucketPolicy", "-edge-logs", "policy", "logdelivery.elasticloadbalancing", "delivery.logs"),
            "logdelivery.elasticloadbalancing.amazonaws.com s3:PutObject on"),
        ["bucket that takes plain HTTP"] = (
            edit => edit.Replace("BucketPolicy", "-trust", "policy", "aws:SecureTransport", "aws:SecureTransports"),
            "must be refused (plain HTTP): an administrator's policy, statement All, allows it"),
        ["bucket that the public reads"] = (
            edit => edit.Replace("BucketPolicy", "-trust", "policy", "\"Statement\":[", "\"Statement\":[{\"Sid\":\"Open\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"},"),
            "anybody s3:GetObject on {bucket:-trust}/key must be refused (the public): bucket policy {name}-trust, statement Open, allows it"),
        ["flow-log role that cannot write"] = (
            edit => edit.Replace("iam/policy:Policy", "-flow-write", "policy", "logs:PutLogEvents", "logs:PutLogEvent"),
            "logs:PutLogEvents on {arn:LogGroup:-flow}:log-stream:eni-0123-all must be allowed (delivers flow logs): none of the caller's policies allows it (policy {name}-flow-write)"),
        ["flow-log role that another account's logs may use"] = (
            edit => edit.Replace("Role", "-flow", "assumeRolePolicy", "\"aws:SourceAccount\":\"123456789012\"", "\"aws:SourceAccount\":[\"123456789012\",\"999999999999\"]")
                .Replace("Role", "-flow", "assumeRolePolicy", ":123456789012:vpc-flow-log", ":*:vpc-flow-log"),
            "vpc-flow-logs.amazonaws.com sts:AssumeRole on {arn:Role:-flow} must be refused (on behalf of another account)"),
        ["execution role that cannot pull"] = (
            edit => edit.Replace("iam/policy:Policy", "-api-exec-start", "policy", "ecr:BatchGetImage", "ecr:BatchGetImages"),
            "{arn:Role:-api-exec} ecr:BatchGetImage on {arn:Repository:-api} must be allowed (pulls its image)"),
        ["execution role that pulls everything"] = (
            edit => edit.Replace("iam/policy:Policy", "-gateway-exec-start", "policy", "repository/secure-api-prod/gateway", "repository/secure-api-prod/*"),
            "{arn:Role:-gateway-exec} ecr:BatchGetImage on {arn:Repository:-api} must be refused (another service's image)"),
        ["execution role whose attachment is missing"] = (
            edit => edit.Remove("RolePolicyAttachment", "-api-exec-secrets"),
            "secretsmanager:GetSecretValue on"),
        ["decryption that is missing"] = (
            edit => edit.Replace("iam/policy:Policy", "-gateway-exec-secrets", "policy", "kms:Decrypt", "kms:Encrypt"),
            "{arn:Role:-gateway-exec} kms:Decrypt on {arn:Key:} must be allowed (decrypts {name}-tls)"),
        ["decryption without the way through Secrets Manager"] = (
            edit => edit.Replace("iam/policy:Policy", "-gateway-exec-secrets", "policy", "StringEquals", "StringEqualsIfExists")
                .Replace("iam/policy:Policy", "-boundary", "policy", "StringEquals", "StringEqualsIfExists"),
            "must be refused (decrypts nothing by itself)"),
        ["secrets of everybody"] = (
            edit => edit.Replace("iam/policy:Policy", "-api-exec-secrets", "policy", edit.Arn("Secret", "-api"), "arn:aws:secretsmanager:eu-central-1:123456789012:secret:*"),
            "must be refused (a secret that is not its own): policy {name}-api-exec-secrets, statement ReadTheTasksSecrets, allows it"),
        ["boundary without the image pull"] = (
            edit => edit.Replace("iam/policy:Policy", "-boundary", "policy", "ecr:GetDownloadUrlForLayer", "ecr:GetDownloadUrl"),
            "ecr:GetDownloadUrlForLayer on {arn:Repository:-api} must be allowed (pulls its image): boundary policy {name}-boundary bounds the caller and does not allow it"),
        ["key policy without a log group"] = (
            edit => edit.Replace("Key", "", "policy", "log-group:aws-waf-logs-", "log-group:waf-logs-"),
            "logs.eu-central-1.amazonaws.com kms:Encrypt on {arn:Key:} must be allowed (encrypts the log group {name}-waf): key policy {name}-key does not allow it"),
        ["key policy that locks the account out"] = (
            edit => edit.Replace("Key", "", "policy", ":iam::123456789012:root", ":iam::123456789012:role/gone"),
            "kms:PutKeyPolicy on {arn:Key:} must be allowed (the account keeps the key in its hands)"),
        ["key policy without the alarms"] = (
            edit => edit.Replace("Key", "", "policy", "kms:GenerateDataKey*\"],\"Resource\":\"*\",\"Condition\":{\"StringEquals\"", "kms:GenerateDataKeyPair\"],\"Resource\":\"*\",\"Condition\":{\"StringEquals\""),
            "cloudwatch.amazonaws.com kms:GenerateDataKey on {arn:Key:} must be allowed (encrypts what the alarm tells)"),
        ["topic without its policy"] = (
            edit => edit.Remove("TopicPolicy", ""),
            "cloudwatch.amazonaws.com sns:Publish on {arn:Topic:} must be allowed (tells the alarm): the resource has no policy that could allow it"),
        ["topic of every account's alarms"] = (
            edit => edit.Replace("TopicPolicy", "", "policy", ":123456789012:alarm:*", ":*:alarm:*").Replace("TopicPolicy", "", "policy", "\"aws:SourceAccount\":\"123456789012\"", "\"aws:SourceAccount\":[\"123456789012\",\"999999999999\"]"),
            "must be refused (another account's alarm): topic policy {name}-alarms"),
        ["ARN of another partition"] = (
            edit => edit.Replace("iam/policy:Policy", "-service-1-exec-start", "policy", "arn:aws:logs", "arn:aws-cn:logs"),
            "{arn:Role:-service-1-exec} logs:CreateLogStream on {arn:LogGroup:-service-1}:log-stream:api/api/0123 must be allowed (writes its logs)"),
        ["ARN with another path"] = (
            edit => edit.Replace("iam/policy:Policy", "-deploy-roles", "policy", "role/secure-api-prod-*", "role/tasks/secure-api-prod-*"),
            "iam:PassRole on {arn:Role:-gateway-exec} must be allowed (hands the role to its service)"),
        ["S3 endpoint without the layers' bucket"] = (
            edit => edit.Replace("VpcEndpoint", "-s3", "policy", "prod-eu-central-1-starport", "prod-eu-west-1-starport"),
            "must be allowed (pulls an image layer): endpoint policy {name}-s3 does not let it through"),
        ["S3 endpoint that lets everything out"] = (
            edit => edit.Replace("VpcEndpoint", "-s3", "policy", "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*", "*"),
            "s3:GetObject on arn:aws:s3:::a-bucket-of-a-stranger/key must be refused (carries data out to another account's bucket)"),
        ["interface endpoint without the account"] = (
            edit => edit.Replace("VpcEndpoint", "-secretsmanager", "policy", "123456789012", "210987654321"),
            "secretsmanager:GetSecretValue on {arn:Secret:-tls} must be allowed (reads its secret): endpoint policy {name}-secretsmanager does not let it through"),
        ["interface endpoint for everybody"] = (
            edit => edit.Replace("VpcEndpoint", "-logs", "policy", "aws:PrincipalAccount", "aws:PrincipalAccounts").Replace("VpcEndpoint", "-logs", "policy", "StringEquals", "StringEqualsIfExists"),
            "must be refused (carries data out with another account's credentials)"),
        ["deployment from every branch"] = (
            edit => edit.Replace("Role", "-deploy", "assumeRolePolicy", "refs/heads/main", "*"),
            "sts:AssumeRoleWithWebIdentity on {arn:Role:-deploy} must be refused (only the branch deploys)"),
        ["deployment from every job"] = (
            edit => edit.Replace("Role", "-deploy", "assumeRolePolicy", "StringEquals", "StringLike").Replace("Role", "-deploy", "assumeRolePolicy", ":environment:prod", ":*")
                .Replace("Role", "-deploy", "assumeRolePolicy", "refs/heads/main", "*"),
            "sts:AssumeRoleWithWebIdentity on {arn:Role:-deploy} must be refused (a pull request does not deploy)"),
        ["token for somebody else"] = (
            edit => edit.Replace("Role", "-preview", "assumeRolePolicy", "githubusercontent.com:aud", "githubusercontent.com:azp").Replace("Role", "-preview", "assumeRolePolicy", "StringEquals", "StringEqualsIfExists"),
            "sts:AssumeRoleWithWebIdentity on {arn:Role:-preview} must be refused (a token for somebody else)"),
        ["pipeline that makes any role"] = (
            edit => edit.Replace("iam/policy:Policy", "-deploy-roles", "policy", "\"Condition\":{\"StringEquals\":{\"iam:PermissionsBoundary\"", "\"Condition\":{\"StringEqualsIfExists\":{\"iam:PermissionsBoundary\""),
            "iam:CreateRole on {arn:Role:-api-exec} must be refused (makes no role without the boundary)"),
        ["shift role without a rule"] = (
            edit => edit.Replace("iam/policy:Policy", "-shift-shift", "policy", "elasticloadbalancing:ModifyRule", "elasticloadbalancing:ModifyRules"),
            "{arn:Role:-shift} elasticloadbalancing:ModifyRule on"),
        ["container that may log in"] = (
            edit => edit.Replace("RolePolicyAttachment", "-api-exec-start", "role", edit.Arn("Role", "-api-exec").Split('/')[^1], edit.Arn("Role", "-api-task").Split('/')[^1]),
            "{arn:Role:-api-task} ecr:BatchGetImage on {arn:Repository:-api} must be refused (a container pulls nothing)"),
    };

    public static TheoryData<string> Breaks => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Policy_ThatIsBroken_IsNamedWithTheCallThatItDecidesWrongly(string fault)
    {
        var configuration = ContrastingStacks.Everything;
        var edit = new PolicyEdit(await StackMatrix.Record(configuration), configuration.Settings);
        var (change, message) = Faults[fault];
        var expected = edit.Fill(message);
        change(edit);

        var faults = AccessTable.Faults(edit.Build(), configuration.Settings).ToList();

        Assert.True(faults.Exists(line => line.Contains(expected, StringComparison.Ordinal)), $"Expected: {expected}\nFound:\n{string.Join('\n', faults.Take(20))}");
    }
}
