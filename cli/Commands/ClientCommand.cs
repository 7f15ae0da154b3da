using System.CommandLine;
using SecureApi.Cli.Clients;
using SecureApi.Cli.Commands.StackFiles;
using SecureApi.PrivateCa;
using Spectre.Console;

namespace SecureApi.Cli.Commands;

/// <summary><c>client</c>: the work around webhook clients and their certificates.</summary>
internal static class ClientCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create(CommandHost host) => new("client", "Make, explain and list the certificates of webhook clients")
    {
        ClientNewCommand.Create(host),
        ClientInspectCommand.Create(host),
        ClientListCommand.Create(host),
    };
}

/// <summary><c>client new</c>: makes a key and a request for a partner who has no tools for it.</summary>
internal static class ClientNewCommand
{
    private const string Rsa = "rsa3072";
    private const string Ecdsa = "ecdsa-p256";

    /// <summary>The command with its options.</summary>
    public static Command Create(CommandHost host)
    {
        var name = new Argument<string>("NAME") { Description = "The client's name: the common name of its certificate" };
        var folder = new Option<string>("--out", "-o") { Description = "Where NAME.key and NAME.csr go", DefaultValueFactory = _ => ".", HelpName = "dir" };
        var key = new Option<string>("--key") { Description = "The kind of key", DefaultValueFactory = _ => Ecdsa };
        key.AcceptOnlyFromAmong(Rsa, Ecdsa);
        var command = new Command("new", "Make a private key (mode 0600) and a certificate signing request, and print the YAML that registers it") { name, folder, key };
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is { } text && !ClientConfig.IsName(text)) result.AddError($"'{text}' is not a valid client name: {ClientConfig.NameRule}.");
        });
        command.SetAction(result => Run(
            host, result.GetValue(name)!, result.GetValue(folder)!, result.GetValue(key) == Rsa ? ClientKeyType.Rsa3072 : ClientKeyType.EcdsaP256));
        return command;
    }

    private static int Run(CommandHost host, string name, string folder, ClientKeyType keyType)
    {
        var client = NewClient.Create(name, keyType);
        var (key, request) = KeyFiles.Write(Path.GetFullPath(folder, host.Directory), name, client);
        var console = host.OpenConsole();
        new DetailsTable(
            $"A key and a request for {name}",
            [("Private key", $"{key}, mode 0600: for {name} alone; never send it, never commit it"), ("Request", $"{request}: public")],
            []).Show(console);
        console.WriteLine();
        RegistryEntry.Show(console, name, client.RequestPem);
        return ExitCode.Success;
    }
}

/// <summary><c>client inspect</c>: explains a request, a certificate or a revocation list.</summary>
internal static class ClientInspectCommand
{
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The command with its argument.</summary>
    public static Command Create(CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "PEM or DER; a PEM file may hold several" };
        var command = new Command("inspect", "Explain a certificate signing request, a certificate or a revocation list in plain words") { file };
        command.SetAction(result => Run(host, result.GetValue(file)!));
        return command;
    }

    private static int Run(CommandHost host, string file)
    {
        var blocks = PemFile.Read(Content(Path.GetFullPath(file, host.Directory)));
        if (blocks is [{ Label: "", Problem: { } problem }]) throw new UserException($"{file} {problem}: a certificate, a request or a revocation list was expected.");
        var console = host.OpenConsole();
        foreach (var table in new Inspection(host.Clock.GetUtcNow()).Explain(blocks)) table.Show(console);
        if (!SigningRequest.TryRead(blocks, out var request, out _) || request.ProblemOfName() is not null) return ExitCode.Success;
        console.WriteLine();
        RegistryEntry.Show(console, request.CommonNames[0], request.CanonicalPem);
        return ExitCode.Success;
    }

    private static byte[] Content(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes ? File.ReadAllBytes(path) : throw new IOException("it is larger than 64 MiB");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"Cannot read {path}: {error.Message}", error);
        }
    }
}

/// <summary><c>client list</c>: the registered clients and how each one stands.</summary>
internal static class ClientListCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(CommandHost host)
    {
        var stack = ProjectOptions.Stack();
        var directory = ProjectOptions.Directory();
        var outputs = new Option<string?>("--outputs") { Description = "What `pulumi stack output --json` wrote: adds serial numbers and expiry", HelpName = "file" };
        var command = new Command("list", "Show the registered clients and their state") { stack, directory, outputs };
        command.SetAction(result => Run(host, result.GetValue(stack)!, result.GetValue(directory), result.GetValue(outputs)));
        return command;
    }

    private static int Run(CommandHost host, string stack, string? directory, string? outputsFile)
    {
        var settings = StackFileReader.Load(ProjectFolder.Find(host, directory), stack);
        var outputs = outputsFile is null ? null : StackOutputs.Read(Path.GetFullPath(outputsFile, host.Directory));
        var tables = new ClientList(settings.Mtls, outputs, host.Clock.GetUtcNow()).Tables().ToList();
        var console = host.OpenConsole();
        foreach (var table in tables) table.Show(console);
        if (tables.Count == 0) console.WriteLine($"No client is registered in {stack}.");
        return ExitCode.Success;
    }
}
