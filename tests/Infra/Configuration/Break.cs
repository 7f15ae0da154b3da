namespace SecureApi.Tests.Infra.Configuration;

/// <summary>A deliberate break of one rule.</summary>
/// <param name="Rule">The type that states the rule, or a word for what the binder itself asks for.</param>
/// <param name="Key">The key of the fault.</param>
/// <param name="Says">A part of what the fault says.</param>
/// <param name="Changes">Changes of the valid stack: a path, a colon, the value.</param>
public sealed record Break(string Rule, string Key, string Says, params string[] Changes)
{
    /// <summary>True when the example tells what to do and is no value that can be set here.</summary>
    public bool ExampleIsAdvice { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {string.Join("; ", Changes)}";
}
