using System.Collections.Immutable;
using Pulumi;
using SecureApi.GitHubActions;
using SecureApi.Kms;
using SecureApi.Network;
using SecureApi.SecurityGroups;

namespace SecureApi.Wiring;

/// <summary>What everything else stands on: network, security groups, ways to AWS, the key, flow logs.</summary>
internal sealed class Foundation
{
    public Foundation(StackContext context)
    {
        var name = context.Name;
        var network = context.Settings.Network;
        Network = new VpcNetwork(name, new VpcNetworkArgs { Settings = network, Region = context.Region }, context.Options());
        var s3 = new S3GatewayEndpoint(name, new S3GatewayEndpointArgs
        {
            Network = Network,
            Region = context.Region,
        }, context.Options());
        Groups = new StackSecurityGroups(name, new StackSecurityGroupsArgs
        {
            VpcId = Network.VpcId,
            Flows = AllowedConnections.For(context.Settings, s3.PrefixListId),
        }, context.Options());
        var endpoints = new VpcEndpoints(name, new VpcEndpointsArgs
        {
            Network = Network,
            Region = context.Region,
            Interfaces = network.InterfaceEndpoints,
            SecurityGroupId = Groups.Find(Peer.Endpoints),
            DependsOn = [Groups],
            AccountId = AccountId,
        }, context.Options());
        WaysOut = [Network, s3, Groups, endpoints];
        if (context.Settings.Github.Repository is { } repository)
        {
            PermissionsBoundary = DeclareBoundary(context);
            Pipeline = DeclarePipeline(context, repository, PermissionsBoundary);
        }

        Key = DeclareKey(context);
        FlowLogs = network.FlowLogs.Enabled ? DeclareFlowLogs(context) : null;
    }

    public VpcNetwork Network { get; }

    public StackSecurityGroups Groups { get; }

    /// <summary>What tasks reach AWS through: routes, gateways, endpoints and the rules of the security groups.</summary>
    public ImmutableArray<Resource> WaysOut { get; }

    /// <summary>Bounds every role of the stack; null when no pipeline makes roles.</summary>
    public PermissionsBoundary? PermissionsBoundary { get; }

    /// <summary>Null when no pipeline may come in.</summary>
    public GitHubActionsRoles? Pipeline { get; }

    public KmsKey Key { get; }

    /// <summary>Null when the settings turn flow logs off.</summary>
    public FlowLogs? FlowLogs { get; }

    public Output<string> AccountId => Network.AccountId;

    private PermissionsBoundary DeclareBoundary(StackContext context) => new(context.Name, new PermissionsBoundaryArgs
    {
        AccountId = AccountId,
        Region = context.Region,
        Names = context.Names,
    }, context.Options());

    private GitHubActionsRoles DeclarePipeline(StackContext context, string repository, PermissionsBoundary boundary) =>
        new(context.Name, new GitHubActionsRolesArgs
        {
            Repository = repository,
            Settings = context.Settings.Github,
            AccountId = AccountId,
            Region = context.Region,
            Names = context.Names,
            HostedZoneId = context.Settings.Edge.HostedZoneId,
            BoundaryArn = boundary.Arn,
        }, context.Options());

    private KmsKey DeclareKey(StackContext context) => new(context.Name, new KmsKeyArgs
    {
        Alias = context.Names.KeyAlias,
        AccountId = AccountId,
        Region = context.Region,
        LogGroups =
        [
            $"{context.Names.LogGroupPrefix}*",
            context.Names.WafLogGroup,
            context.Names.ContainerInsightsLogGroup,
        ],
    }, context.Options());

    private FlowLogs DeclareFlowLogs(StackContext context) => new(context.Name, new FlowLogsArgs
    {
        Settings = context.Settings.Network.FlowLogs,
        VpcId = Network.VpcId,
        AccountId = AccountId,
        LogGroupName = context.Names.LogGroup("vpc-flow"),
        KeyArn = Key.Arn,
        Region = context.Region,
        PermissionsBoundary = PermissionsBoundary?.Arn,
    }, context.Options());
}
