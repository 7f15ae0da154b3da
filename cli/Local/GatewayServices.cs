using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Gateway;

namespace SecureApi.Cli.Local;

/// <summary>The gateway's list of services, as the stack's task definition gives it.</summary>
internal static class GatewayServices
{
    /// <summary>The variable that holds the list.</summary>
    public const string Variable = "GATEWAY_SERVICES";

    /// <summary>The list as the stack has it.</summary>
    public static ImmutableArray<Upstream> Of(LocalStack stack) =>
    [
        .. ((RecordedList)JsonValues.Parse(stack.Gateway.Environment[Variable])!).Maps.Select(service => new Upstream(
            service.Text("name")!, service.Text("host")!, (int)service.Number("port")!.Value, service.Text("prefix")!)),
    ];

    /// <summary>The list with every service at one address, each at its own port.</summary>
    public static string At(LocalStack stack, string address, LocalPorts ports)
    {
        var names = stack.Services.Select(service => service.Name).ToImmutableArray();
        return GatewayDocuments.Services(
            [.. Of(stack).Select(service => service with { Host = address, Port = ports.Service(names.IndexOf(service.Name)) })]);
    }
}
