using System.Collections.Immutable;
using System.Globalization;
using Pulumi;

namespace SecureApi.Configuration;

/// <summary>The settings of a stack are not valid. It holds every fault, in the order of the files.</summary>
/// <remarks>
/// Pulumi shows the message of a <see cref="RunException"/> alone, without a stack trace: a fault of the settings is
/// the user's to mend.
/// </remarks>
public sealed class SettingsException : RunException
{
    /// <summary>Makes the exception from the faults of one stack; there is at least one.</summary>
    public SettingsException(string stack, ImmutableArray<SettingFault> faults)
        : base(Describe(stack, faults))
    {
        Stack = stack;
        Faults = faults;
    }

    /// <summary>The stack whose settings were read.</summary>
    public string Stack { get; }

    /// <summary>Every fault that was found.</summary>
    public ImmutableArray<SettingFault> Faults { get; }

    private static string Describe(string stack, ImmutableArray<SettingFault> faults)
    {
        var count = faults.Length == 1 ? "1 fault" : string.Create(CultureInfo.InvariantCulture, $"{faults.Length} faults");
        return $"The configuration of stack '{stack}' has {count}; nothing was declared.\n\n{string.Join("\n\n", faults)}\n";
    }
}
