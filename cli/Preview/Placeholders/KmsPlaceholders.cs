namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Key Management Service.</summary>
internal static class KmsPlaceholders
{
    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:kms/key:Key":
                p.Id = p.Uuid();
                p.Set("keyId", p.Id).Set("arn", p.Account.Arn("kms", $"key/{p.Id}"));
                break;
            case "aws:kms/alias:Alias":
                p.Id = p.Name();
                var target = p["targetKeyId"];
                p.Set("arn", p.Account.Arn("kms", p.Id))
                    .Set("targetKeyArn", target.StartsWith("arn:", StringComparison.Ordinal) ? target : p.Account.Arn("kms", $"key/{target}"));
                break;
        }
    }
}
