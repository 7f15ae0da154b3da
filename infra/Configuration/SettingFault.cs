using System.Text;

namespace SecureApi.Configuration;

/// <summary>One thing that is wrong with the settings, with what a person needs to mend it.</summary>
/// <param name="Key">The setting, as Pulumi names it: <c>secure-api:network.natGateways</c>.</param>
/// <param name="Location">Where it was written; null when it came from the engine or is not written at all.</param>
/// <param name="Value">What was found, on one line; a secret is masked.</param>
/// <param name="Rule">What is asked for.</param>
/// <param name="Example">A valid entry, as it would stand in the stack file: <c>natGateways: perAz</c>.</param>
public sealed record SettingFault(string Key, SourceLocation? Location, string Value, string Rule, string Example)
{
    /// <summary>The fault on four lines, without a line break at the end.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append("  ").Append(Key);
        if (Location is not null) text.Append("  (").Append(Location).Append(')');
        return text
            .Append("\n    value    ").Append(Value)
            .Append("\n    rule     ").Append(Rule)
            .Append("\n    example  ").Append(Example)
            .ToString();
    }
}
