using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pulumi;

namespace SecureApi.Configuration;

/// <summary>One validation error of a stack's configuration, with what a person needs to fix it.</summary>
/// <param name="Key">The key, as Pulumi names it: <c>secure-api:network.natGateways</c>.</param>
/// <param name="Location">Where it was written; null when it came from the engine or is not written at all.</param>
/// <param name="Value">What was found, on one line; a secret is masked.</param>
/// <param name="Rule">What a valid value is.</param>
/// <param name="Example">A valid entry of the stack file: <c>natGateways: perAz</c>.</param>
public sealed record ConfigError(string Key, SourceLocation? Location, string Value, string Rule, string Example)
{
    /// <summary>The error on four lines, without a line break at the end.</summary>
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

/// <summary>Where a value was written.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record SourceLocation(string File, int Line, int Column)
{
    /// <summary>The form that editors and terminals turn into a link: <c>Pulumi.prod.yaml:12:5</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}

/// <summary>The configuration of a stack is not valid. The exception holds every error, in the order of the files.</summary>
/// <remarks>Pulumi prints the message of a <see cref="RunException"/> without a stack trace.</remarks>
public sealed class ConfigException : RunException
{
    /// <summary>Makes the exception from the errors of one stack; there is at least one.</summary>
    public ConfigException(string stack, ImmutableArray<ConfigError> errors)
        : base(Describe(stack, errors)) => (Stack, Errors) = (stack, errors);

    /// <summary>The stack's name.</summary>
    public string Stack { get; }

    /// <summary>Every error that was found.</summary>
    public ImmutableArray<ConfigError> Errors { get; }

    private static string Describe(string stack, ImmutableArray<ConfigError> errors)
    {
        var count = errors.Length == 1 ? "1 error" : string.Create(CultureInfo.InvariantCulture, $"{errors.Length} errors");
        return $"The configuration of stack '{stack}' has {count}; nothing was declared.\n\n{string.Join("\n\n", errors)}\n";
    }
}
