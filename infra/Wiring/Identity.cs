using SecureApi.Common;
using SecureApi.Ecs;
using SecureApi.Gateway;
using SecureApi.Network;
using SecureApi.PrivateCa;

namespace SecureApi.Wiring;

/// <summary>Who is who: the private CA, the certificates that it signs, and what the gateway is told of them.</summary>
internal sealed class Identity
{
    public Identity(StackContext context, Foundation foundation)
    {
        var name = context.Name;
        var mtls = context.Settings.Mtls;
        Authority = new CertificateAuthority(name, new CertificateAuthorityArgs { Settings = mtls.Ca }, context.Options());
        Trust = new TrustStore(name, new TrustStoreArgs
        {
            CertificatesPem = Authority.Bundle,
            AccountId = foundation.AccountId,
            WithTrustStore = mtls.Mode == MutualTlsMode.Verify,
            ForceDestroy = context.Disposable,
        }, context.Options());
        Clients = new ClientCertificates(name, new ClientCertificatesArgs
        {
            Clients = mtls.Clients,
            Revoked = mtls.RevokedNames,
            Issuer = Authority.Issuer,
            KeyArn = foundation.Key.Arn,
        }, context.Options());
        Revocations = mtls.Crl is null ? null : new RevocationLists(name, new RevocationListsArgs
        {
            Settings = mtls.Crl,
            Revocations = mtls.Revocations,
            Authority = Authority,
            ClientCertificates = Clients.CertificatePems,
            Trust = Trust,
        }, context.Options());
        Directory = new ServiceDiscovery(name, new ServiceDiscoveryArgs
        {
            Namespace = context.Names.DnsNamespace,
            VpcId = foundation.Network.VpcId,
            Services = [.. context.Settings.Services.Keys],
        }, context.Options());
        Gateway = DeclareGateway(context, foundation);
    }

    public CertificateAuthority Authority { get; }

    public TrustStore Trust { get; }

    public ClientCertificates Clients { get; }

    /// <summary>Null when nothing is checked for revocation.</summary>
    public RevocationLists? Revocations { get; }

    public ServiceDiscovery Directory { get; }

    public GatewayEnvironment Gateway { get; }

    private GatewayEnvironment DeclareGateway(StackContext context, Foundation foundation)
    {
        var settings = context.Settings;
        var certificate = new ServerCertificate(context.Name, new ServerCertificateArgs
        {
            Settings = settings.Mtls.Server,
            Issuer = Authority.Issuer,
            DnsName = $"{GatewayContract.Name}.{context.Names.DnsNamespace}",
        }, context.Options());
        return new GatewayEnvironment(context.Name, new GatewayEnvironmentArgs
        {
            Settings = settings.Gateway,
            MutualTls = settings.Mtls,
            CaBundle = Authority.Bundle,
            RevocationLists = Revocations?.Bundle,
            Certificate = certificate,
            Upstreams = [.. settings.Services.MapValues((name, service) => new Upstream(
                name, Directory.HostName(name), service.Port, service.PathPrefix)).Values],
            Resolver = settings.Network.Cidr.ResolverAddress(),
            IdleTimeoutSeconds = settings.Edge.IdleTimeoutSeconds,
            KeyArn = foundation.Key.Arn,
        }, context.Options());
    }
}
