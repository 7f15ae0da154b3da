namespace SecureApi.Tests.Infra.Configuration;

/// <summary>Configuration that breaks one rule.</summary>
/// <param name="Rule">The method of the rule, <c>property</c> for a rule on one property, or a word for what the binder itself checks.</param>
/// <param name="Key">The key of the error.</param>
/// <param name="Says">A part of what the error says.</param>
/// <param name="Changes">Changes of the valid stack: a path, a colon, the value.</param>
public sealed record InvalidCase(string Rule, string Key, string Says, params string[] Changes)
{
    /// <summary>True when the example tells what to do and is no value that can be set here.</summary>
    public bool ExampleIsAdvice { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Rule}: {string.Join("; ", Changes)}";
}
