namespace SecureApi.Cli.Preview.Terminal;

/// <summary>What a piece of text is, from which a screen takes its colour.</summary>
public enum Tone
{
    /// <summary>Ordinary text.</summary>
    Plain,

    /// <summary>The title of a part.</summary>
    Heading,

    /// <summary>The name of a component.</summary>
    Component,

    /// <summary>The type of a resource.</summary>
    Type,

    /// <summary>A value.</summary>
    Value,

    /// <summary>Lines and words of little weight.</summary>
    Muted,

    /// <summary>What needs attention.</summary>
    Warning,
}
