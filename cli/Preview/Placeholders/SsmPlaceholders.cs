using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Systems Manager's Parameter Store.</summary>
internal static class SsmPlaceholders
{
    public static void Apply(Placeholder p)
    {
        if (p.Type != "aws:ssm/parameter:Parameter")
            return;
        p.Id = p.Name();
        p.Set("arn", p.Account.Arn("ssm", $"parameter/{p.Id.TrimStart('/')}")).Set("version", new RecordedNumber(1)).Default("tier", "Standard").Default("dataType", "text");
    }
}
