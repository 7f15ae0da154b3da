namespace SecureApi.Cli.Audit;

/// <summary>A published catalogue of requirements.</summary>
public enum Framework
{
    /// <summary>AWS Foundational Security Best Practices, by the id of AWS Security Hub.</summary>
    Fsbp,

    /// <summary>A control of AWS Security Hub that is in no standard of its own, or in NIST SP 800-53 alone.</summary>
    SecurityHub,

    /// <summary>CIS AWS Foundations Benchmark, by version and recommendation.</summary>
    Cis,

    /// <summary>PCI DSS, by version and requirement, as AWS Security Hub maps its controls to it.</summary>
    PciDss,
}
