namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Secrets Manager.</summary>
internal static class SecretsManagerPlaceholders
{
    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:secretsmanager/secret:Secret":
                p.Id = p.Account.Arn("secretsmanager", $"secret:{p.Name()}-{p.Letters(6)}");
                p.Set("arn", p.Id);
                break;
            case "aws:secretsmanager/secretVersion:SecretVersion":
                var version = p.Uuid();
                p.Id = $"{p["secretId"]}|{version}";
                p.Set("arn", p["secretId"]).Set("secretArn", p["secretId"]).Set("versionId", version);
                break;
            case "aws:secretsmanager/secretPolicy:SecretPolicy":
                p.Id = p["secretArn"];
                break;
        }
    }
}
