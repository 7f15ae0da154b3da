namespace SecureApi.Tests.Images.Gateway.Certificates;

/// <summary>Which of the zoo's gateways a case is sent to.</summary>
public enum ZooGateway
{
    /// <summary>The load balancer verifies and sends the leaf; with revocation lists.</summary>
    Verify,

    /// <summary>The load balancer sends the whole chain; with revocation lists.</summary>
    Passthrough,

    /// <summary>The load balancer sends the whole chain; there are no revocation lists.</summary>
    PassthroughWithoutLists,
}

/// <summary>One request of the zoo: what is sent, and the one status and reason that it has to get.</summary>
/// <param name="Name">Unique; what the test is called.</param>
/// <param name="Gateway">Where it is sent.</param>
/// <param name="Headers">Every header but Host.</param>
/// <param name="Status">Of the answer.</param>
/// <param name="Reason">In the access log.</param>
public sealed record ZooCase(
    string Name, ZooGateway Gateway, IReadOnlyList<(string Name, string Value)> Headers, int Status, string Reason);
