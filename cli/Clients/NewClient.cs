using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecureApi.Cli.Commands;
using Spectre.Console;

namespace SecureApi.Cli.Clients;

/// <summary>A fresh private key, and the request for its certificate (PKCS#10, RFC 2986).</summary>
/// <param name="KeyPem">The key, PKCS#8 in PEM. A secret.</param>
/// <param name="RequestPem">The request, PEM; public.</param>
internal sealed record NewClient(string KeyPem, string RequestPem)
{
    private const int RsaBits = 3072;

    /// <summary>Makes key and request.</summary>
    /// <param name="name">The common name.</param>
    /// <param name="keyType">The kind of key.</param>
    public static NewClient Create(string name, ClientKeyType keyType)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        if (keyType == ClientKeyType.Rsa3072)
        {
            using var rsa = RSA.Create(RsaBits);
            return Of(rsa, new CertificateRequest(subject.Build(), rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }

        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Of(ecdsa, new CertificateRequest(subject.Build(), ecdsa, HashAlgorithmName.SHA256));
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => RequestPem;

    private static NewClient Of(AsymmetricAlgorithm key, CertificateRequest request) =>
        new($"{key.ExportPkcs8PrivateKeyPem()}\n", $"{request.CreateSigningRequestPem()}\n");
}

/// <summary>The keys that <c>client new</c> makes. Both are taken by the load balancer and the gateway.</summary>
internal enum ClientKeyType
{
    /// <summary>RSA with 3072 bits: for software that knows nothing else.</summary>
    Rsa3072,

    /// <summary>ECDSA on P-256: smaller and faster for the client.</summary>
    EcdsaP256,
}

/// <summary>Writes a key, readable by its owner only and outside of git, and its request.</summary>
internal static class KeyFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes <c>NAME.key</c> with mode 0600, and <c>NAME.csr</c>. What is there is never overwritten.</summary>
    /// <returns>The paths of the two files.</returns>
    /// <exception cref="UserException">A file cannot be written, exists, or git would see the key.</exception>
    public static (string Key, string Request) Write(string directory, string name, NewClient client)
    {
        if (!Directory.Exists(directory)) throw new UserException($"There is no folder {directory}. Make it, or choose another: --out DIR");
        var (key, request) = (Path.Combine(directory, $"{name}.key"), Path.Combine(directory, $"{name}.csr"));
        GitWorkTree.RefuseUnlessIgnored(key);
        foreach (var path in new[] { key, request })
        {
            if (Path.Exists(path)) throw new UserException($"{path} exists. A key is never overwritten: move it away, or choose another folder: --out DIR");
        }

        var written = new List<string>();
        try
        {
            Create(key, client.KeyPem, OwnerOnly, written);
            Create(request, client.RequestPem, null, written);
            return (key, request);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            foreach (var path in written) File.Delete(path);
            throw new UserException($"Cannot write to {directory}: {error.Message}", error);
        }
    }

    // The mode is set as the file comes into being: there is no moment in which others could read it.
    private static void Create(string path, string text, UnixFileMode? mode, List<string> written)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is { } unix && !OperatingSystem.IsWindows()) options.UnixCreateMode = unix;
        using var file = new StreamWriter(path, options);
        written.Add(path);
        file.Write(text);
    }
}

/// <summary>Keeps private keys out of git.</summary>
internal static class GitWorkTree
{
    /// <summary>Passes when the file lies outside every work tree, or where git ignores it.</summary>
    /// <exception cref="UserException">Git would take the file, or cannot be asked.</exception>
    public static void RefuseUnlessIgnored(string path)
    {
        if (Find(Path.GetDirectoryName(path)!) is not { } root || IsIgnored(root, path)) return;
        throw new UserException(
            $"{path} is inside the git work tree {root}, and git does not ignore it: a private key must never be committed. "
            + "Choose a folder outside (--out DIR), or add *.key to .gitignore.");
    }

    private static string? Find(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            // A folder, or a file in a linked work tree.
            if (Path.Exists(Path.Combine(folder.FullName, ".git"))) return folder.FullName;
        }

        return null;
    }

    private static bool IsIgnored(string root, string path)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", root, "check-ignore", "--quiet", "--", path])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // Without git the answer is unknown. The key is then treated as not ignored.
            return false;
        }
    }
}

/// <summary>What to add to a stack's file to register a client.</summary>
internal static class RegistryEntry
{
    /// <summary>Shows the entry, and what to do with it.</summary>
    public static void Show(IAnsiConsole console, string name, string requestPem)
    {
        console.WriteLine("Register the client in the stack's file, and open a pull request:");
        console.WriteLine();
        foreach (var line in ToYaml(name, requestPem).Split('\n')) console.WriteLine(line);
    }

    /// <summary>The entry as YAML, as deep as it stands under <c>secure-api:mtls</c>.</summary>
    public static string ToYaml(string name, string requestPem) => $"""
          secure-api:mtls:
            clients:
              {name}:
                contact: webhooks@{name.Replace('.', '-')}.example  # replace it: whom to ask about this client
                # pathPrefixes: [/v1/webhooks/{name}]
                certificateSigningRequest: |
                  {requestPem.ReplaceLineEndings("\n").Trim().Replace("\n", "\n          ", StringComparison.Ordinal)}
        """;
}
