using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>A DNS server on 127.0.0.1 that gives the addresses (RFC 1035) and the tasks (RFC 2782) that a test sets.</summary>
public sealed class DnsStub : IAsyncDisposable
{
    private const int HeaderBytes = 12;
    private const byte TypeA = 1;
    private const byte TypeSrv = 33;
    private readonly ConcurrentDictionary<(string Host, byte Type), byte[][]> records = new();
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Task answering;
    private int questions;

    public DnsStub()
    {
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        answering = Task.Run(AnswerAll);
    }

    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    public int Questions => questions;

    /// <summary>Answers with SERVFAIL while it is set.</summary>
    public bool Fails { get; set; }

    /// <summary>Does not answer while it is set.</summary>
    public bool Silent { get; set; }

    /// <summary>Sends datagrams that answer nothing before each answer: another id, no answer, another question.</summary>
    public bool Strays { get; set; }

    /// <summary>Changes each answer before it is sent.</summary>
    public Func<byte[], byte[]> Change { get; set; } = answer => answer;

    /// <summary>How long an answer may be used, in seconds.</summary>
    public int TimeToLive { get; set; } = 1;

    /// <summary>Sets the addresses of a name; none means that the name does not exist.</summary>
    public void Set(string host, params string[] addresses) =>
        records[(host, TypeA)] = [.. addresses.Select(address => IPAddress.Parse(address).GetAddressBytes())];

    /// <summary>Sets the tasks of a service, as Cloud Map does: each has a name of its own with one address, and a port.</summary>
    public void SetTasks(string host, params IPEndPoint[] tasks)
    {
        foreach (var task in tasks) Set(NameOf(task), $"{task.Address}");
        records[(host, TypeSrv)] = [.. tasks.Select(task => (byte[])[0, 1, 0, 1, (byte)(task.Port >> 8), (byte)task.Port, .. Encoded(NameOf(task))])];

        string NameOf(IPEndPoint task) => $"{task.Address}-{task.Port}".Replace('.', '-') + $".{host}";
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        await answering;
    }

    private async Task AnswerAll()
    {
        var buffer = new byte[2048];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                Interlocked.Increment(ref questions);
                if (Silent) continue;
                var answer = Change(Answer(buffer.AsSpan(0, received.ReceivedBytes)));
                if (Strays)
                {
                    await socket.SendToAsync((byte[])[(byte)~answer[0], .. answer[1..]], received.RemoteEndPoint);
                    await socket.SendToAsync((byte[])[.. answer[..2], 0x01, .. answer[3..]], received.RemoteEndPoint);
                    await socket.SendToAsync((byte[])[.. answer[..13], (byte)'z', .. answer[14..]], received.RemoteEndPoint);
                    await socket.SendToAsync((byte[])[7], received.RemoteEndPoint);
                }
                await socket.SendToAsync(answer, received.RemoteEndPoint);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The stub was disposed.
        }
    }

    private byte[] Answer(ReadOnlySpan<byte> query)
    {
        var (host, type, questionEnd) = Question(query);
        var values = records.GetValueOrDefault((host, type), []);
        var code = Fails ? 2 : values.Length == 0 ? 3 : 0;
        var answer = new MemoryStream();
        answer.Write(query[..2]);
        answer.Write([0x81, (byte)(0x80 | code), 0, 1, 0, (byte)(code == 0 ? values.Length : 0), 0, 0, 0, 0]);
        answer.Write(query[HeaderBytes..questionEnd]);
        if (code == 0)
            foreach (var value in values) answer.Write(Record(type, value));
        return answer.ToArray();
    }

    private byte[] Record(byte type, byte[] data)
    {
        byte[] record = [0xc0, HeaderBytes, 0, type, 0, 1, 0, 0, 0, 0, 0, (byte)data.Length, .. data];
        BinaryPrimitives.WriteInt32BigEndian(record.AsSpan(6), TimeToLive);
        return record;
    }

    private static byte[] Encoded(string host) => [.. host.Split('.').SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0];

    private static (string Host, byte Type, int End) Question(ReadOnlySpan<byte> query)
    {
        var labels = new List<string>();
        var at = HeaderBytes;
        for (; query[at] != 0; at += 1 + query[at]) labels.Add(Encoding.ASCII.GetString(query.Slice(at + 1, query[at])));
        return (string.Join('.', labels), query[at + 2], at + 5);
    }
}
