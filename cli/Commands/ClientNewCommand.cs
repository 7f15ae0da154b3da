using System.CommandLine;
using SecureApi.Cli.Clients;
using SecureApi.Cli.Preview.Terminal;
using SecureApi.PrivateCa;

namespace SecureApi.Cli.Commands;

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
        var screen = host.OpenScreen();
        new FactSheet(
            $"A key and a request for {name}",
            [("Private key", $"{key}, mode 0600: for {name} alone; never send it, never commit it"), ("Request", $"{request}: public")],
            []).Show(screen);
        screen.WriteLine();
        screen.WriteLine(Tone.Plain, "Register the client in the stack's file, and open a pull request:");
        screen.WriteLine();
        foreach (var line in RegistryEntry.ToYaml(name, client.RequestPem).Split('\n')) screen.WriteLine(Tone.Plain, line);
        screen.Flush();
        return ExitCode.Success;
    }
}
