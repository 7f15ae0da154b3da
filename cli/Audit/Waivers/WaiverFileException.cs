using System.Collections.Immutable;
using SecureApi.Configuration;

namespace SecureApi.Cli.Audit.Waivers;

/// <summary>The file of the waivers is not valid. It holds every fault, in the order of the file.</summary>
public sealed class WaiverFileException : Exception
{
    /// <summary>Makes the exception from the faults; there is at least one.</summary>
    /// <param name="faults">The faults.</param>
    public WaiverFileException(ImmutableArray<ConfigError> faults)
        : base($"The waivers have {(faults.Length == 1 ? "1 fault" : $"{faults.Length} faults")}; nothing was audited.\n\n{string.Join("\n\n", faults)}\n") => Faults = faults;

    /// <summary>Every fault that was found.</summary>
    public ImmutableArray<ConfigError> Faults { get; }
}
