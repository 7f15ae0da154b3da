using System.Collections.Immutable;
using SecureApi.Cli.Audit.Controls.Certificates;
using SecureApi.Cli.Audit.Controls.Containers;
using SecureApi.Cli.Audit.Controls.Encryption;
using SecureApi.Cli.Audit.Controls.Firewall;
using SecureApi.Cli.Audit.Controls.General;
using SecureApi.Cli.Audit.Controls.Identity;
using SecureApi.Cli.Audit.Controls.LoadBalancing;
using SecureApi.Cli.Audit.Controls.Network;
using SecureApi.Cli.Audit.Controls.Observability;
using SecureApi.Cli.Audit.Controls.Reachability;
using SecureApi.Cli.Audit.Controls.Registry;
using SecureApi.Cli.Audit.Controls.Secrets;
using SecureApi.Cli.Audit.Controls.Storage;

namespace SecureApi.Cli.Audit.Controls;

/// <summary>Every control, in the order of the report. A new control is a class and a line here.</summary>
public static class ControlCatalog
{
    /// <summary>All controls.</summary>
    public static ImmutableArray<Control> All() =>
    [
        new PathsAreStated(),
        new StatedFlowsWork(),
        new RulesAreStated(),
        new PrivateSubnetsStayPrivate(),
        new PublicAddressesAreStated(),
        new TasksReachWhatTheyNeed(),
        new NetworkIsUnderstood(),

        new HttpOnlyRedirects(),
        new InvalidHeadersAreDropped(),
        new AccessIsLogged(),
        new ConnectionsAreLogged(),
        new DeletionIsProtected(),
        new DesyncIsMitigated(),
        new BalancersSpanZones(),
        new BalancersHaveWebAcl(),
        new TlsPolicyIsRecommended(),
        new ListenersAreEncrypted(),
        new ClientsAreAuthenticated(),
        new HealthChecksAreEncrypted(),
        new TargetsAreEncrypted(),

        new WebAclsHaveRules(),
        new WebAclsAreLogged(),
        new WebAclsAreMeasured(),
        new CredentialsAreRedacted(),
        new RequestsAreLimited(),
        new KnownAttacksAreBlocked(),

        new ServicesHaveNoPublicAddress(),
        new ProcessesAreSeparate(),
        new ContainersAreNotPrivileged(),
        new RootFileSystemIsReadOnly(),
        new SettingsHoldNoSecrets(),
        new ContainersAreLogged(),
        new PlatformIsCurrent(),
        new ClustersHaveInsights(),
        new TasksHaveOwnNetwork(),
        new SharedFilesAreEncrypted(),
        new UserIsNotRoot(),
        new CapabilitiesAreDropped(),
        new ImagesAreByDigest(),
        new InitProcessRuns(),
        new NobodyLogsIn(),
        new ServicesSpanZones(),
        new DeploymentsRollBack(),
        new RolesAreSeparate(),

        new ImagesAreScanned(),
        new TagsAreImmutable(),
        new OldImagesExpire(),
        new ImagesHaveCustomerKey(),

        new PoliciesAreWellFormed(),
        new NobodyIsAdministrator(),
        new ActionsAreNamed(),
        new ResourcesAreNamed(),
        new NobodyGainsMore(),
        new DecryptionNamesItsKeys(),
        new StatementsAreNotNegated(),
        new PoliciesAreManaged(),
        new AwsPoliciesAreNotUsed(),
        new ThereAreNoUsers(),
        new TrustIsNamed(),
        new TrustedServicesAreHeld(),
        new ServicesActForUs(),
        new ResourcesAreNotPublic(),
        new OtherAccountsStayOut(),

        new KeysRotate(),
        new KeysAreHardToLose(),

        new BucketsBlockPublicAccess(),
        new BucketsRequireTls(),
        new BucketsHaveNoAcls(),
        new BucketsExpire(),
        new BucketsKeepVersions(),
        new BucketsHaveCustomerKey(),
        new BucketsAreLogged(),

        new SecretsRotate(),
        new SecretsHaveCustomerKey(),
        new SecretsCanBeRecovered(),

        new LogsAreKept(),
        new LogsHaveCustomerKey(),
        new AlarmsAct(),
        new AlarmActionsAreOn(),
        new TopicsAreEncrypted(),

        new DefaultGroupIsClosed(),
        new TrafficIsLogged(),
        new SubnetsGiveNoPublicAddress(),
        new OpenPortsAreWeb(),
        new RiskyPortsAreClosed(),
        new AdministrationIsClosed(),
        new GroupsAreUsed(),
        new RulesAreDescribed(),
        new RegistryIsReachedPrivately(),
        new EndpointsAreRestricted(),

        new CertificatesRenewThemselves(),
        new CertificateKeysAreStrong(),
        new PrivateKeysAreStrong(),
        new ZonesLogQueries(),

        new NothingSecretIsPlain(),
        new EverythingIsTagged(),
    ];
}
