using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Certificate Manager.</summary>
internal static class AcmPlaceholders
{
    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:acm/certificate:Certificate":
                Certificate(p);
                break;
            case "aws:acm/certificateValidation:CertificateValidation":
                p.Id = "0001-01-01 00:00:00 +0000 UTC";
                break;
        }
    }

    private static void Certificate(Placeholder p)
    {
        p.Id = p.Account.Arn("acm", $"certificate/{p.Uuid()}");
        var names = p.Inputs.List("subjectAlternativeNames").Texts.Prepend(p["domainName"]).Distinct().ToList();
        p.Set("arn", p.Id)
            .Set("domainValidationOptions", new RecordedList([.. names.Select(name => Validation(p, name))]))
            .Set("status", "PENDING_VALIDATION")
            .Set("type", "AMAZON_ISSUED")
            .Set("renewalEligibility", "INELIGIBLE")
            .Set("pendingRenewal", new RecordedBoolean(false))
            .Default("keyAlgorithm", "RSA_2048")
            .Default("validationMethod", "DNS");
    }

    // One validation record serves a name and its wildcard.
    private static RecordedMap Validation(Placeholder p, string name)
    {
        var host = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
        return new RecordedMap(new Dictionary<string, RecordedValue>
        {
            ["domainName"] = new RecordedText(name),
            ["resourceRecordName"] = new RecordedText($"_{p.Hex(32, host)}.{host}."),
            ["resourceRecordType"] = new RecordedText("CNAME"),
            ["resourceRecordValue"] = new RecordedText($"_{p.Hex(32, $"{host} value")}.{p.Letters(10, host).ToLowerInvariant()}.acm-validations.aws."),
        });
    }
}
