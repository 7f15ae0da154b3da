using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Local;

/// <summary>A container as its task definition describes it, secrets read as ECS reads them.</summary>
internal sealed record LocalContainer
{
    /// <summary>The container's name, which is the image's and the service's too.</summary>
    public required string Name { get; init; }

    /// <summary>Its only port.</summary>
    public required int Port { get; init; }

    /// <summary>Plain settings and secrets by environment variable. Not to be shown.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>The secrets whose values no file of the project holds.</summary>
    public required ImmutableArray<string> UnknownSecrets { get; init; }

    /// <summary>The container definition as a whole, for what a container runtime is told.</summary>
    public required RecordedMap Definition { get; init; }

    /// <summary>The task's memory in MiB.</summary>
    public required string MemoryMiB { get; init; }

    /// <summary>A copy with other values of some variables.</summary>
    public LocalContainer With(params (string Name, string Value)[] changes) =>
        this with { Environment = Environment.SetItems(changes.Select(change => KeyValuePair.Create(change.Name, change.Value))) };

    /// <summary>A copy with values for the secrets that are not known, as far as <paramref name="variable"/> has any.</summary>
    public LocalContainer WithSecretsFrom(Func<string, string?> variable)
    {
        var found = UnknownSecrets.Where(name => !string.IsNullOrEmpty(variable(name))).ToImmutableArray();
        return this with
        {
            Environment = Environment.SetItems(found.Select(name => KeyValuePair.Create(name, variable(name)!))),
            UnknownSecrets = UnknownSecrets.RemoveRange(found),
        };
    }

    /// <summary>Never a value of the environment.</summary>
    public override string ToString() => Name;
}
