using Spectre.Console;

namespace SecureApi.Cli.Local;

/// <summary>What a run is made of, whichever way it is started.</summary>
internal sealed record LocalRun
{
    /// <summary>What the stack would deploy.</summary>
    public required LocalStack Stack { get; init; }

    /// <summary>What stands in for the public certificate.</summary>
    public required BalancerCertificate Certificate { get; init; }

    /// <summary>The ports on 127.0.0.1.</summary>
    public required LocalPorts Ports { get; init; }

    /// <summary>The folder with an image's folder for each service.</summary>
    public required string Images { get; init; }

    /// <summary>Where files are written.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Where people read.</summary>
    public required IAnsiConsole Console { get; init; }

    /// <summary>The services that have an image in the project, with their places in the list of all.</summary>
    public IEnumerable<(LocalContainer Container, int Index)> Runnable =>
        Stack.Services.Select((container, index) => (container, index)).Where(service => HasImage(service.container.Name));

    /// <summary>The folder of an image.</summary>
    public string ImageFolder(string name) => Path.Combine(Images, name);

    /// <summary>Whether the project holds an image's Dockerfile.</summary>
    public bool HasImage(string name) => File.Exists(Path.Combine(ImageFolder(name), "Dockerfile"));
}
