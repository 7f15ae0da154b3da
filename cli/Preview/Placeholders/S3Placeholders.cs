namespace SecureApi.Cli.Preview.Placeholders;

/// <summary>Simple Storage Service.</summary>
internal static class S3Placeholders
{
    public static void Apply(Placeholder p)
    {
        switch (p.Type)
        {
            case "aws:s3/bucket:Bucket":
                var region = p.Account.Region;
                p.Id = p.Name("bucket");
                p.Set("arn", $"arn:{region.Partition}:s3:::{p.Id}")
                    .Set("bucketDomainName", $"{p.Id}.s3.{region.DnsSuffix}")
                    .Set("bucketRegionalDomainName", $"{p.Id}.s3.{region.Name}.{region.DnsSuffix}")
                    .Set("bucketRegion", region.Name)
                    .Set("hostedZoneId", $"Z{AwsId.Letters($"s3 {region.Name}", 13)}");
                break;
            case "aws:s3/bucketObjectv2:BucketObjectv2":
                p.Id = $"{p["bucket"]}/{p["key"]}";
                p.Set("arn", $"arn:{p.Account.Region.Partition}:s3:::{p.Id}")
                    .Set("versionId", p.Letters(32, p["content"]))
                    .Set("etag", AwsId.Hex(p["content"], 32))
                    .Default("storageClass", "STANDARD");
                break;
            default:
                p.Id = p["bucket"];
                break;
        }
    }
}
