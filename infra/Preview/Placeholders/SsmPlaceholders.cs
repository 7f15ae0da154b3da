using SecureApi.Preview.Recording;

namespace SecureApi.Preview.Placeholders;

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
