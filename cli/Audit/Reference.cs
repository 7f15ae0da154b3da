namespace SecureApi.Cli.Audit;

/// <summary>A requirement of a published catalogue that a control covers.</summary>
/// <param name="Framework">The catalogue.</param>
/// <param name="Id">The requirement's id: <c>ELB.1</c>, <c>v5.0.0/3.6</c>.</param>
/// <seealso href="https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html"/>
public sealed record Reference(Framework Framework, string Id)
{
    /// <summary>A control of AWS Foundational Security Best Practices.</summary>
    /// <param name="id">Such as <c>ELB.1</c>.</param>
    public static Reference Fsbp(string id) => new(Framework.Fsbp, id);

    /// <summary>A control of AWS Security Hub outside the foundational standard.</summary>
    /// <param name="id">Such as <c>ELB.16</c>.</param>
    public static Reference SecurityHub(string id) => new(Framework.SecurityHub, id);

    /// <summary>A recommendation of the CIS AWS Foundations Benchmark.</summary>
    /// <param name="recommendation">Such as <c>3.6</c>.</param>
    /// <param name="version">The benchmark's version.</param>
    public static Reference Cis(string recommendation, string version = "v5.0.0") => new(Framework.Cis, $"{version}/{recommendation}");

    /// <summary>A requirement of PCI DSS.</summary>
    /// <param name="requirement">Such as <c>4.2.1</c>.</param>
    /// <param name="version">The standard's version.</param>
    public static Reference Pci(string requirement, string version = "v4.0.1") => new(Framework.PciDss, $"{version}/{requirement}");

    /// <summary>The catalogue's short name.</summary>
    public string FrameworkName => Framework switch
    {
        Framework.Fsbp => "AWS FSBP",
        Framework.SecurityHub => "AWS Security Hub",
        Framework.Cis => "CIS AWS Foundations",
        _ => "PCI DSS",
    };

    /// <inheritdoc/>
    public override string ToString() => $"{FrameworkName} {Id.Replace('/', ' ')}";
}
