using System.Collections.Immutable;
using Pulumi;
using SecureApi.Naming;

namespace SecureApi.PrivateCa;

/// <summary>What <see cref="RevocationLists"/> are made from.</summary>
public sealed record RevocationListsArgs
{
    /// <summary>Number and times of the lists.</summary>
    public required RevocationListSettings Settings { get; init; }

    /// <summary>What is revoked.</summary>
    public required ImmutableArray<RevocationSettings> Revocations { get; init; }

    /// <summary>Every trusted CA generation: each has a list of its own.</summary>
    public required CertificateAuthority Authority { get; init; }

    /// <summary>The clients' present certificates, PEM, by name.</summary>
    public required NamedMap<Output<string>> ClientCertificates { get; init; }

    /// <summary>The bucket that the load balancer reads from, and its trust store.</summary>
    public required TrustBundle Trust { get; init; }
}
