using System.Text.Json;
using SecureApi.Cli.Preview.Recording;
using Xunit;

namespace SecureApi.Tests.Infra.Stack;

public sealed class PolicyInvariantTests
{
    /// <summary>
    /// Changes that cannot be limited to a resource by its ARN. Each has its reason beside it in the policy.
    /// </summary>
    private static readonly HashSet<string> WithoutResource =
    [
        "ecr:GetAuthorizationToken",
        "ecs:DeregisterTaskDefinition", "ecs:RegisterTaskDefinition",
        "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DeleteQueryDefinition", "logs:PutQueryDefinition",
        "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
        "route53:AssociateVPCWithHostedZone", "route53:CreateHostedZone",
    ];

    [Fact]
    public Task IdentityPolicies_InEveryConfiguration_NameTheirActionsAndResources() => StackMatrix.Holds((stack, _) =>
        from policy in stack.OfType("aws:iam/policy:Policy")
        from statement in Statements(policy.Inputs.Text("policy")!)
        let actions = Texts(statement, "Action")
        let resources = Texts(statement, "Resource")
        where actions.Any(action => action.Contains('*', StringComparison.Ordinal))
            || (resources.Contains("*") && !MakesOnlyTheStacks(statement) && !actions.All(action => IsRead(action) || WithoutResource.Contains(action)))
        select $"{policy.Name}: {string.Join(", ", actions)} on {string.Join(", ", resources)}");

    [Fact]
    public Task TrustPolicies_InEveryConfiguration_NameOneServiceAndThisAccount() => StackMatrix.Holds((stack, _) =>
        from role in stack.OfType("aws:iam/role:Role")
        from statement in Statements(role.Inputs.Text("assumeRolePolicy")!)
        let json = statement.GetRawText()
        where json.Contains("\"Principal\":\"*\"", StringComparison.Ordinal) || !(IsForThisAccount(json) || IsForOneRepository(json) || IsForEcsItself(json))
        select $"{role.Name} can be taken on from elsewhere");

    [Fact]
    public Task Roles_InEveryConfiguration_HaveNoInlineOrAwsManagedPolicies() => StackMatrix.Holds((stack, _) =>
        stack.OfType("aws:iam/rolePolicy:RolePolicy").Select(policy => $"{policy.Name} is inline")
            .Concat(stack.OfType("aws:iam/role:Role")
                .Where(role => role.Inputs["inlinePolicies"] is not null || role.Inputs["managedPolicyArns"] is not null)
                .Select(role => $"{role.Name} brings policies of its own"))
            .Concat(stack.OfType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
                .Where(attachment => attachment.Inputs.Text("policyArn")!.Contains(":aws:policy/", StringComparison.Ordinal))
                .Select(attachment => $"{attachment.Name} attaches an AWS managed policy")));

    [Fact]
    public Task Buckets_InEveryConfiguration_RefusePlainHttpAndThePublic() => StackMatrix.Holds((stack, _) =>
    {
        var buckets = stack.OfType("aws:s3/bucket:Bucket").Select(bucket => bucket.Name).Order(StringComparer.Ordinal).ToList();
        bool Covers(string type, Func<RecordedResource, bool> good) => stack.OfType(type)
            .Where(good).Select(resource => resource.Name).Order(StringComparer.Ordinal).SequenceEqual(buckets);
        var faults = new List<string>();
        if (!Covers("aws:s3/bucketPolicy:BucketPolicy", policy =>
            policy.Inputs.Text("policy")!.Contains("\"aws:SecureTransport\":\"false\"", StringComparison.Ordinal))) faults.Add("plain HTTP");
        if (!Covers("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", block =>
            new[] { "blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets" }
                .All(name => block.Inputs.Boolean(name) == true))) faults.Add("public access");
        if (!Covers("aws:s3/bucketVersioning:BucketVersioning", versioning =>
            versioning.Inputs.Map("versioningConfiguration").Text("status") == "Enabled")) faults.Add("versioning");
        if (!Covers("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", _ => true)) faults.Add("encryption");
        if (!Covers("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", _ => true)) faults.Add("lifecycle");
        if (!Covers("aws:s3/bucketOwnershipControls:BucketOwnershipControls", controls =>
            controls.Inputs.Map("rule").Text("objectOwnership") == "BucketOwnerEnforced")) faults.Add("ACLs");
        return faults;
    });

    [Fact]
    public Task JsonInputs_InEveryConfiguration_Parse() => StackMatrix.Holds((stack, _) =>
        from resource in stack.Resources
        from input in resource.Inputs
        let text = (input.Value.Revealed as RecordedText)?.Value
        where text is not null && text.Length > 0 && (text[0] is '{' or '[') && !IsPattern(resource) && !Parses(text)
        select $"{resource} {input.Key} is no JSON");

    [Fact]
    public Task Encryption_InEveryConfiguration_UsesTheStacksKey() => StackMatrix.Holds((stack, _) =>
    {
        var key = stack.OfType("aws:kms/key:Key").Single();
        var arn = key.Outputs.Text("arn");
        return stack.OfType("aws:cloudwatch/logGroup:LogGroup").Where(group => group.Inputs.Text("kmsKeyId") != arn)
            .Concat(stack.OfType("aws:sns/topic:Topic").Where(topic => topic.Inputs.Text("kmsMasterKeyId") != arn))
            .Concat(stack.OfType("aws:secretsmanager/secret:Secret").Where(secret => secret.Inputs.Text("kmsKeyId") != arn))
            .Concat(stack.OfType("aws:ecr/repository:Repository").Where(repository =>
                repository.Inputs.List("encryptionConfigurations").Maps.Single().Text("kmsKey") != arn))
            .Select(resource => $"{resource} is not encrypted with the stack's key")
            .Concat(key.Inputs.Boolean("enableKeyRotation") == true ? [] : ["the key does not rotate"]);
    });

    private static bool IsRead(string action) =>
        action.Split(':')[1] is var verb && (verb.StartsWith("Describe", StringComparison.Ordinal)
            || verb.StartsWith("List", StringComparison.Ordinal)
            || (verb.StartsWith("Get", StringComparison.Ordinal) && verb is not ("GetSecretValue" or "GetObject")));

    private static bool MakesOnlyTheStacks(JsonElement statement) =>
        statement.GetRawText().Contains("\"aws:RequestTag/Stack\":", StringComparison.Ordinal);

    private static bool IsForThisAccount(string trust) =>
        trust.Contains("\"aws:SourceAccount\":\"123456789012\"", StringComparison.Ordinal)
        && trust.Contains("\"aws:SourceArn\":\"arn:aws:", StringComparison.Ordinal);

    private static bool IsForOneRepository(string trust) =>
        trust.Contains("\"Federated\":\"arn:aws:iam::123456789012:oidc-provider/", StringComparison.Ordinal)
        && trust.Contains("\"StringEquals\":{\"token.actions.githubusercontent.com:aud\":\"sts.amazonaws.com\",\"token.actions.githubusercontent.com:sub\":", StringComparison.Ordinal)
        && !trust.Contains('*', StringComparison.Ordinal);

    /// <summary>AWS documents this role without a source: see EcsInfrastructureRole.</summary>
    private static bool IsForEcsItself(string trust) => trust.Contains("\"Service\":\"ecs.amazonaws.com\"", StringComparison.Ordinal);

    private static bool IsPattern(RecordedResource resource) => resource.Type.EndsWith(":LogMetricFilter", StringComparison.Ordinal);

    private static bool Parses(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<JsonElement> Statements(string policy)
    {
        using var json = JsonDocument.Parse(policy);
        return [.. json.RootElement.GetProperty("Statement").EnumerateArray().Select(statement => statement.Clone())];
    }

    private static List<string> Texts(JsonElement statement, string member) =>
        !statement.TryGetProperty(member, out var value) ? []
        : value.ValueKind == JsonValueKind.String ? [value.GetString()!]
        : [.. value.EnumerateArray().Select(item => item.GetString()!)];
}
