using System.Collections.Immutable;
using System.Security.Cryptography;
using SecureApi.Cli.Commands;

namespace SecureApi.Cli.Clients;

/// <summary>Reads the blocks of a PEM file (RFC 7468), or of a DER file as one block.</summary>
internal static class PemFile
{
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The label and bytes of each block. A DER file has an empty label.</summary>
    /// <exception cref="CommandException">The file cannot be read, or holds neither.</exception>
    public static ImmutableArray<(string Label, byte[] Der)> Read(string path)
    {
        byte[] content;
        try
        {
            if (new FileInfo(path).Length > MaxBytes) throw new IOException("it is larger than 64 MiB");
            content = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"Cannot read {path}: {error.Message}", error);
        }

        // Every certificate, request and list is a SEQUENCE.
        if (content is [0x30, ..]) return [("", content)];
        var blocks = Blocks(System.Text.Encoding.Latin1.GetString(content));
        return blocks.IsEmpty
            ? throw new CommandException($"{path} holds no PEM text (-----BEGIN …) and no DER: a certificate, a request or a revocation list was expected.")
            : blocks;
    }

    private static ImmutableArray<(string Label, byte[] Der)> Blocks(string text)
    {
        var blocks = ImmutableArray.CreateBuilder<(string, byte[])>();
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            var label = rest[fields.Label].ToString();
            blocks.Add((label, IsPrivate(label) ? [] : Convert.FromBase64String(rest[fields.Base64Data].ToString())));
        }

        return blocks.ToImmutable();
    }

    /// <summary>Whether a block of this label holds a private key, which nobody needs to look at.</summary>
    public static bool IsPrivate(string label) => label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);
}
