namespace SecureApi.Tests.Images.Gateway.Certificates;

/// <summary>The authorities behind the zoo, and how the zoo's gateways are configured with them.</summary>
public sealed class ZooAuthorities
{
    public ZooAuthorities()
    {
        Configured = Root.Intermediate("Zoo issuing");
        Revoked = Root.Intermediate("Zoo revoked issuing");
        OnlySent = Root.Intermediate("Zoo issuing not configured");
        RevokedClient = Root.Issue(new CertificateProfile { Subject = "CN=revoked" });
        Root.Revoke(Revoked.Certificate);
        Root.Revoke(RevokedClient.Certificate);
    }

    public TestAuthority Root { get; } = TestAuthority.Root("Zoo root");

    public TestAuthority RsaRoot { get; } = TestAuthority.Root("Zoo RSA root", Keys.Rsa2048);

    /// <summary>Another authority of the same name: its clients are strangers.</summary>
    public TestAuthority Impostor { get; } = TestAuthority.Root("Zoo root");

    /// <summary>An intermediate that the gateways know.</summary>
    public TestAuthority Configured { get; }

    /// <summary>An intermediate that only a header brings.</summary>
    public TestAuthority OnlySent { get; }

    /// <summary>An intermediate that the root has revoked.</summary>
    public TestAuthority Revoked { get; }

    public Credential RevokedClient { get; }

    public string Bundle => Root.Pem + RsaRoot.Pem;

    public string Intermediates => Configured.Pem;

    public string RevocationLists =>
        Root.RevocationList() + RsaRoot.RevocationList() + Configured.RevocationList() + Revoked.RevocationList();
}
