using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>What matters of keys, certificates, permissions, secrets and buckets.</summary>
internal static class SecurityFacts
{
    private const int MostActions = 4;

    /// <summary>Adds the facts of <paramref name="resource"/>; false when its type is none of these.</summary>
    public static bool Add(FactList facts, RecordedResource resource)
    {
        var (inputs, outputs) = (resource.Inputs, resource.Outputs);
        switch (resource.Type)
        {
            case "pulumi:providers:aws":
                facts.Add(inputs.Shown("region"));
                foreach (var tag in (inputs.Json("defaultTags") as RecordedMap)?.Map("tags").Names ?? [])
                    facts.Add($"tag {tag}");
                return true;
            case "aws:kms/key:Key":
                facts.Add(inputs.Shown("description")).AddIf(inputs.Boolean("enableKeyRotation"), "rotates")
                    .AddCount((inputs.Json("policy") as RecordedMap)?.List("Statement").Count, "statement", "statements");
                return true;
            case "aws:kms/alias:Alias":
                facts.Add(inputs.Shown("name"));
                return true;
            case "aws:iam/role:Role":
                facts.Add("for ", Principal(inputs));
                return true;
            case "aws:iam/policy:Policy" or "aws:iam/rolePolicy:RolePolicy":
                facts.Add(Actions(inputs));
                return true;
            case "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
                return true;
            case "tls:index/privateKey:PrivateKey":
                facts.Add(inputs.Shown("algorithm")).Add(inputs.Shown("algorithm") is "RSA" ? $"{outputs.Shown("rsaBits")} bits" : outputs.Shown("ecdsaCurve"));
                return true;
            case "tls:index/certRequest:CertRequest":
                facts.Add("CN ", inputs.Map("subject").Shown("commonName"));
                foreach (var name in inputs.List("dnsNames"))
                    facts.Add(name.ToString());
                return true;
            case "tls:index/selfSignedCert:SelfSignedCert" or "tls:index/locallySignedCert:LocallySignedCert":
                facts.Add("CN ", inputs.Map("subject").Shown("commonName")).AddIf(inputs.Boolean("isCaCertificate"), "CA")
                    .Add("until ", outputs.Shown("validityEndTime")?[..10]).Add(string.Join(" ", inputs.List("allowedUses")));
                return true;
            case "aws:secretsmanager/secret:Secret":
                facts.Add(inputs.Shown("description")).AddIf(inputs["kmsKeyId"] is not null, "own key");
                return true;
            case "aws:secretsmanager/secretVersion:SecretVersion":
                facts.Add(inputs.Shown("secretString"));
                return true;
            case "aws:secretsmanager/secretPolicy:SecretPolicy":
                return true;
            case "aws:s3/bucket:Bucket":
                facts.AddIf(inputs.Boolean("forceDestroy"), "destroyed with its objects");
                return true;
            case "aws:s3/bucketObjectv2:BucketObjectv2":
                facts.Add(inputs.Shown("key"));
                return true;
            case "aws:s3/bucketVersioning:BucketVersioning":
                facts.Add(inputs.Map("versioningConfiguration").Shown("status"));
                return true;
            case "aws:s3/bucketPolicy:BucketPolicy":
                facts.AddCount((inputs.Json("policy") as RecordedMap)?.List("Statement").Count, "statement", "statements");
                return true;
            case "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration":
                foreach (var rule in inputs.List("rules").Maps)
                    facts.Add(rule.Map("applyServerSideEncryptionByDefault").Shown("sseAlgorithm"));
                return true;
            case "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration":
                foreach (var rule in inputs.List("rules").Maps)
                    facts.Add("expires after ", rule.Map("expiration").Number("days"), " days").Add("old versions after ", rule.Map("noncurrentVersionExpiration").Number("noncurrentDays"), " days");
                return true;
            case "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock":
                facts.AddIf(inputs.Boolean("restrictPublicBuckets"), "no public access");
                return true;
            case "aws:s3/bucketOwnershipControls:BucketOwnershipControls":
                facts.Add(inputs.Map("rule").Shown("objectOwnership"));
                return true;
            default:
                return false;
        }
    }

    private static string? Principal(RecordedMap role)
    {
        var facts = new FactList();
        foreach (var statement in (role.Json("assumeRolePolicy") as RecordedMap)?.List("Statement").Maps ?? [])
        {
            foreach (var principal in statement.Map("Principal").Values)
                facts.Add(principal.ToString());
        }

        return facts.ToString();
    }

    private static string? Actions(RecordedMap policy)
    {
        var facts = new FactList();
        var count = 0;
        foreach (var statement in (policy.Json("policy") as RecordedMap)?.List("Statement").Maps ?? [])
        {
            foreach (var action in statement["Action"] is RecordedList list ? list : (IEnumerable<RecordedValue?>)[statement["Action"]])
            {
                if (action is not null && count++ < MostActions)
                    facts.Add(action.ToString());
            }
        }

        return count > MostActions ? facts.Add($"{count - MostActions} more actions").ToString() : facts.ToString();
    }
}
