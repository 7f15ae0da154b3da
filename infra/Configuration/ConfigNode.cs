namespace SecureApi.Configuration;

/// <summary>
/// A piece of configuration, the same whether it came from Pulumi's YAML files or from its engine:
/// a <see cref="ConfigScalar"/>, a <see cref="ConfigList"/> or a <see cref="ConfigMap"/>.
/// </summary>
/// <param name="location">Where it was written; null when it came from the engine.</param>
/// <param name="isSecret">True when it is a secret or may hold one: its text is never shown.</param>
public abstract class ConfigNode(SourceLocation? location, bool isSecret)
{
    /// <summary>Where it was written; null when it came from the engine.</summary>
    public SourceLocation? Location { get; } = location;

    /// <summary>True when it is a secret or may hold one: its text is never shown.</summary>
    public bool IsSecret { get; } = isSecret;

    /// <summary>What it is, for people: "a list", "a whole number".</summary>
    public abstract string Kind { get; }

    /// <summary>The value on one short line, for people; a secret is masked.</summary>
    public override string ToString() => IsSecret ? SecretText.Mask : Shorten(Display());

    /// <summary>The value in YAML's flow style.</summary>
    private protected abstract string Display();

    /// <summary>Only the first line, and no more of it than fits beside its label.</summary>
    private static string Shorten(string text)
    {
        const int Longest = 100;
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        if (end < 0 && text.Length <= Longest) return text;
        return string.Concat(text.AsSpan(0, Math.Min(end < 0 ? text.Length : end, Longest)), " …");
    }
}
