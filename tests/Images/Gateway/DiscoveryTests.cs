using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SecureApi.Tests.Images.Gateway.Certificates;
using SecureApi.Tests.Images.Gateway.Harness;
using SecureApi.Tests.Support;
using Xunit;

namespace SecureApi.Tests.Images.Gateway;

/// <summary>The gateway follows DNS without a restart, and a request outlives the death of a task where it may.</summary>
public sealed class DiscoveryTests : IAsyncLifetime
{
    private const string Host = "api.secure-api.internal";
    private static readonly TestAuthority Root = TestAuthority.Root();
    private static readonly (string, string) Client = (GatewayEnvironment.Header, AlbHeader.Of(Root.Issue()));
    private readonly int port = FreePort.Next();
    private readonly DnsStub dns = new();
    private readonly Dictionary<string, EchoService> tasks = [];
    private GatewayProcess gateway = null!;

    /// <inheritdoc />
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (gateway is not null) await gateway.DisposeAsync();
        await Task.WhenAll(tasks.Values.Select(task => task.DisposeAsync().AsTask()));
        await dns.DisposeAsync();
    }

    [Fact]
    public async Task Gateway_TasksReplacedUnderLoad_LosesNoRequest()
    {
        await Start("127.0.1.1", "127.0.1.2");
        await using var load = Load.Start(gateway, connection => connection.Send("GET", "/", [Client]));
        await using var posts = Load.Start(gateway, connection => connection.Send("POST", "/", [Client], [1, 2, 3]), 1);
        await load.More(200);

        foreach (var (leaving, coming) in new[] { ("127.0.1.1", "127.0.1.3"), ("127.0.1.2", "127.0.1.4") })
        {
            Add(coming);
            dns.Set(Host, [.. tasks.Keys.Where(address => address != leaving)]);
            await Knows(tasks.Keys.Where(address => address != leaving));
            await load.More(50);
            await Remove(leaving);
            await load.More(200);
        }

        Assert.Equal(["200"], (await load.Stop()).Keys);
        Assert.Equal(["200"], (await posts.Stop()).Keys);
        Assert.All(tasks.Values, task => Assert.True(task.Requests > 0, $"{task.Address} got no request."));
    }

    [Fact]
    public async Task Gateway_TaskThatDiesUnannounced_CostsNoRequest()
    {
        await Start("127.0.2.1", "127.0.2.2", "127.0.2.3");
        await using var load = Load.Start(gateway, connection => connection.Send("GET", "/", [Client]));
        await load.More(100);

        await Remove("127.0.2.2");
        await load.More(400);

        Assert.Equal(["200"], (await load.Stop()).Keys);
    }

    [Fact]
    public async Task Gateway_NobodyListensAtOneAddress_SendsEvenAPostToAnother()
    {
        await Start("127.0.3.1");
        dns.Set(Host, "127.0.3.1", "127.0.3.9");
        await Knows(["127.0.3.1", "127.0.3.9"]);

        for (var index = 0; index < 6; index++)
            Assert.Equal(200, (await Send("POST")).Status);
    }

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("HEAD", 200)]
    [InlineData("PUT", 200)]
    [InlineData("DELETE", 200)]
    [InlineData("POST", 502)]
    [InlineData("PATCH", 502)]
    public async Task Gateway_TaskThatBreaksOffARequest_IsFollowedByAnotherForIdempotentMethodsOnly(string method, int status)
    {
        await Start("127.0.4.1", "127.0.4.2");
        var broken = 0;
        foreach (var task in tasks.Values)
            task.Answer = request => Task.FromResult<byte[]?>(
                Interlocked.Increment(ref broken) == 1 ? null : EchoService.Reply(200, request.Method == "HEAD" ? "" : "ok"));

        var answer = await Send(method);

        Assert.Equal((status, status == 200 ? 2 : 1), (answer.Status, broken));
    }

    [Fact]
    public async Task Gateway_TaskThatAnswers503_IsFollowedByAnother()
    {
        await Start("127.0.5.1", "127.0.5.2");
        var asked = 0;
        foreach (var task in tasks.Values)
            task.Answer = _ => Task.FromResult<byte[]?>(EchoService.Reply(Interlocked.Increment(ref asked) == 1 ? 503 : 200));

        Assert.Equal(200, (await Send("GET")).Status);
    }

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("PUT", 200)]
    [InlineData("POST", 502)]
    public async Task Gateway_OnlyTaskClosesAKeptConnection_IsAskedOnceMoreForIdempotentMethodsOnly(string method, int status)
    {
        await Start("127.0.10.1");
        var asked = 0;
        tasks["127.0.10.1"].Answer = _ => Task.FromResult<byte[]?>(Interlocked.Increment(ref asked) % 2 == 0 ? null : EchoService.Reply(200));

        Assert.Equal(200, (await Send(method)).Status);
        for (var round = 0; round < 4; round++)
        {
            asked = 1;
            Assert.Equal(status, (await Send(method)).Status);
            if (status != 200) Assert.Equal(200, (await Send(method)).Status);
        }
    }

    [Fact]
    public async Task Gateway_OnlyTaskAnswers503_PassesIt()
    {
        await Start("127.0.11.1");
        tasks["127.0.11.1"].Answer = _ => Task.FromResult<byte[]?>(EchoService.Reply(503, "busy"));

        var answer = await Send("GET");

        Assert.Equal((503, "busy", 1), (answer.Status, answer.Text, tasks["127.0.11.1"].Requests));
    }

    [Fact]
    public async Task Gateway_AddressThatSwallowsConnections_CostsOneRequestATime()
    {
        const string Hole = "127.0.12.9";
        await Start("127.0.12.1");
        using var hole = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        hole.Bind(new IPEndPoint(IPAddress.Parse(Hole), port));
        hole.Listen(0);
        var waiting = Enumerable.Range(0, 4).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        foreach (var socket in waiting) _ = socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(Hole), port), CancellationToken.None).AsTask();
        dns.Set(Host, "127.0.12.1", Hole);
        await Knows(["127.0.12.1", Hole]);

        await using var load = Load.Start(gateway, connection => connection.Send("GET", "/", [Client]));
        await load.More(300);
        Assert.Equal(["200"], (await load.Stop()).Keys);

        await gateway.LogOf(await gateway.Get("/", Client));
        Assert.Single(gateway.Process.Output, line => line.Contains(Hole, StringComparison.Ordinal));
        foreach (var socket in waiting) socket.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gateway_ResolverThatHasToldNothing_IsNotHealthy(bool silent)
    {
        GatewayImage.Require();
        Add("127.0.13.1");
        dns.Set(Host, "127.0.13.1");
        (dns.Silent, dns.Fails) = (silent, !silent);
        gateway = GatewayProcess.Launch(Describe());
        await gateway.Process.WaitUntil(_ => Task.FromResult(dns.Questions >= 4));

        Assert.Equal(503, (await gateway.Get("/-/health")).Status);
        Assert.Equal(503, (await Send("GET")).Status);

        (dns.Silent, dns.Fails) = (false, false);
        await Knows(["127.0.13.1"]);
        Assert.Equal(200, (await gateway.Get("/-/health")).Status);
    }

    [Fact]
    public async Task Gateway_DatagramsThatAnswerNothing_AreWaitedOut()
    {
        dns.Strays = true;
        await Start("127.0.14.1");

        Assert.Equal(200, (await Send("GET")).Status);
        Assert.False((await Service()).TryGetProperty("failure", out _));
    }

    [Fact]
    public async Task Gateway_ResolverThatFails_KeepsTheLastAddresses()
    {
        await Start("127.0.6.1");
        var before = dns.Questions;

        dns.Fails = true;
        await gateway.Process.WaitUntil(_ => Task.FromResult(dns.Questions >= before + 8));

        Assert.Equal(200, (await Send("GET")).Status);
        Assert.Equal("failed", (await Service()).GetProperty("failure").GetString());
    }

    [Fact]
    public async Task Gateway_ServiceThatIsGone_Gives503AndComesBack()
    {
        await Start("127.0.7.1");

        dns.Set(Host);
        await gateway.Process.WaitUntil(async _ => (await gateway.Status()).GetProperty("servicesWithoutAddress").GetInt32() == 1);
        var answer = await Send("GET");
        Assert.Equal((503, "5"), (answer.Status, answer.Value("Retry-After")));
        Assert.False((await gateway.Status()).GetProperty("good").GetBoolean());

        dns.Set(Host, "127.0.7.1");
        await Knows(["127.0.7.1"]);
        Assert.Equal(200, (await Send("GET")).Status);
    }

    /// <summary>Old and new tasks listen on different ports while a deployment replaces them, and the gateway is not restarted.</summary>
    [Fact]
    public async Task Gateway_PortOfTheServiceChangedUnderLoad_LosesNoRequest()
    {
        GatewayImage.Require();
        IPEndPoint[] before = [new(IPAddress.Parse("127.0.9.1"), port), new(IPAddress.Parse("127.0.9.2"), port)];
        IPEndPoint[] after = [new(IPAddress.Parse("127.0.9.3"), FreePort.Next()), new(IPAddress.Parse("127.0.9.4"), FreePort.Next())];
        foreach (var task in before) tasks.Add($"{task}", new EchoService(task.Port, $"{task.Address}"));
        dns.SetTasks(Host, before);
        gateway = await GatewayProcess.Start(new GatewayEnvironment(Root).WithService("api", Host, null, "/").With("GATEWAY_RESOLVER", $"127.0.0.1:{dns.Port}"));
        await using var load = Load.Start(gateway, connection => connection.Send("GET", "/", [Client]));
        await load.More(100);

        foreach (var task in after) tasks.Add($"{task}", new EchoService(task.Port, $"{task.Address}"));
        foreach (IPEndPoint[] now in (IPEndPoint[][])[[before[1], after[0]], after])
        {
            dns.SetTasks(Host, now);
            await Knows(now.Select(task => $"{task}"), port: null);
            await load.More(100);
        }

        foreach (var task in before) await Remove($"{task}");
        await load.More(100);
        Assert.Equal(["200"], (await load.Stop()).Keys);
        Assert.All(tasks.Values, task => Assert.True(task.Requests > 0, $"{task.Address} got no request."));
    }

    [Fact]
    public async Task Gateway_NameThatDoesNotExistYet_IsHealthyForItsOtherServices()
    {
        await using var environment = new EchoService(port, "127.0.8.1");
        gateway = await GatewayProcess.Start(Describe().WithService("other", "127.0.8.1", port, "/other"));

        Assert.Equal(200, (await gateway.Get("/other", Client)).Status);
        Assert.Equal(503, (await Send("GET")).Status);
    }

    private async Task Start(params string[] addresses)
    {
        GatewayImage.Require();
        foreach (var address in addresses) Add(address);
        dns.Set(Host, addresses);
        gateway = await GatewayProcess.Start(Describe());
        await Knows(addresses);
    }

    private GatewayEnvironment Describe() => new GatewayEnvironment(Root)
        .WithService("api", Host, port, "/")
        .With("GATEWAY_RESOLVER", $"127.0.0.1:{dns.Port}");

    private void Add(string address) => tasks.Add(address, new EchoService(port, address));

    private async Task Remove(string address)
    {
        tasks.Remove(address, out var task);
        await task!.DisposeAsync();
    }

    private async Task<HttpMessage> Send(string method)
    {
        await using var connection = await GatewayConnection.Open(gateway.Port);
        return await connection.Send(method, "/", [Client]);
    }

    private async Task<JsonElement> Service() => (await gateway.Status()).GetProperty("services")[0];

    private Task Knows(IEnumerable<string> addresses) => Knows(addresses, port);

    private Task Knows(IEnumerable<string> addresses, int? port)
    {
        var expected = string.Join(',', addresses.Select(address => port is null ? address : $"{address}:{port}").Order(StringComparer.Ordinal));
        return gateway.Process.WaitUntil(async _ => (await Service()).TryGetProperty("addresses", out var known)
            && string.Join(',', known.EnumerateArray().Select(address => address.GetString())) == expected);
    }
}
