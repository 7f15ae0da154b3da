using System.Globalization;
using System.Text;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>
/// Reads HTTP/1.1 messages from a connection, byte for byte as they come. The framework's own client and server
/// would mend or refuse what the tests want to see.
/// </summary>
public sealed class HttpPeer(Stream stream) : IAsyncDisposable
{
    private readonly byte[] buffer = new byte[65536];
    private int start;
    private int end;

    /// <summary>Sends bytes.</summary>
    public async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await stream.WriteAsync(bytes, cancel);
        await stream.FlushAsync(cancel);
    }

    /// <summary>The next message, or null when the peer has closed before one began.</summary>
    /// <param name="cancel">Gives up waiting.</param>
    /// <param name="hasBody">False for the answer to HEAD.</param>
    public async Task<HttpMessage?> Read(CancellationToken cancel, bool hasBody = true)
    {
        var first = await Line(cancel);
        if (first is null) return null;
        var headers = new List<KeyValuePair<string, string>>();
        while (await Line(cancel) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':');
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }
        var head = new HttpMessage(first, headers, []);
        return hasBody ? head with { Body = await Body(head, cancel) } : head;
    }

    /// <summary>Reads until a text has come, whatever it belongs to; gives all that was read.</summary>
    public async Task<string> ReadUntil(string text, CancellationToken cancel)
    {
        var seen = "";
        while (!seen.Contains(text, StringComparison.Ordinal))
        {
            if (start == end && !await Fill(cancel)) throw new EndOfStreamException($"The peer closed before {text} came: {seen}");
            seen += Encoding.Latin1.GetString(buffer, start, end - start);
            start = end;
        }
        return seen;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task<byte[]> Body(HttpMessage head, CancellationToken cancel)
    {
        if (head.Value("Transfer-Encoding") is "chunked") return await Chunks(cancel);
        if (head.Value("Content-Length") is { } length) return await Exactly(int.Parse(length, CultureInfo.InvariantCulture), cancel);
        var isAnswer = head.StartLine.StartsWith("HTTP/", StringComparison.Ordinal);
        return isAnswer && head.Status is not (204 or 304 or < 200) ? await UntilClosed(cancel) : [];
    }

    private async Task<byte[]> Chunks(CancellationToken cancel)
    {
        var body = new MemoryStream();
        while (true)
        {
            var size = int.Parse((await Line(cancel))!.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await Exactly(size, cancel));
            await Line(cancel);
            if (size == 0) return body.ToArray();
        }
    }

    private async Task<byte[]> Exactly(int length, CancellationToken cancel)
    {
        var bytes = new byte[length];
        for (var filled = 0; filled < length;)
        {
            if (start == end && !await Fill(cancel)) throw new EndOfStreamException("The peer closed within a body.");
            var count = Math.Min(end - start, length - filled);
            buffer.AsSpan(start, count).CopyTo(bytes.AsSpan(filled));
            start += count;
            filled += count;
        }
        return bytes;
    }

    private async Task<byte[]> UntilClosed(CancellationToken cancel)
    {
        var body = new MemoryStream();
        do
        {
            body.Write(buffer, start, end - start);
            start = end;
        }
        while (await Fill(cancel));
        return body.ToArray();
    }

    private async Task<string?> Line(CancellationToken cancel)
    {
        var line = new MemoryStream();
        while (true)
        {
            if (start == end && !await Fill(cancel))
                return line.Length == 0 ? null : throw new EndOfStreamException("The peer closed within a head.");
            var newline = Array.IndexOf(buffer, (byte)'\n', start, end - start);
            var stop = newline < 0 ? end : newline;
            line.Write(buffer, start, stop - start);
            start = newline < 0 ? end : newline + 1;
            if (newline >= 0) return Encoding.Latin1.GetString(line.ToArray()).TrimEnd('\r');
        }
    }

    private async Task<bool> Fill(CancellationToken cancel)
    {
        start = 0;
        end = await stream.ReadAsync(buffer, cancel);
        return end > 0;
    }
}
