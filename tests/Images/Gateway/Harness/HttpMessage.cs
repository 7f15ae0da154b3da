using System.Text;

namespace SecureApi.Tests.Images.Gateway.Harness;

/// <summary>One HTTP/1.1 message, its headers in the order and spelling in which they came.</summary>
public sealed record HttpMessage(string StartLine, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>Of an answer.</summary>
    public int Status => int.Parse(StartLine.Split(' ')[1]);

    /// <summary>Of a request.</summary>
    public string Method => StartLine.Split(' ')[0];

    /// <summary>Of a request: the path and query as they came.</summary>
    public string Target => StartLine.Split(' ')[1];

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The values of a header, whatever its spelling.</summary>
    public IReadOnlyList<string> Values(string name) =>
        [.. Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)];

    /// <summary>The value of a header that may stand once; null when it is not there.</summary>
    public string? Value(string name) => Values(name).SingleOrDefault();

    /// <summary>The head as bytes, blank line included.</summary>
    public byte[] HeadBytes() => Encoding.Latin1.GetBytes(
        StartLine + "\r\n" + string.Concat(Headers.Select(header => $"{header.Key}: {header.Value}\r\n")) + "\r\n");

    /// <summary>Whether the connection stays open after it.</summary>
    public bool KeepsAlive => StartLine.Contains("HTTP/1.1", StringComparison.Ordinal)
        && !string.Equals(Value("Connection"), "close", StringComparison.OrdinalIgnoreCase);
}
