using Spectre.Console;

namespace SecureApi.Cli.Commands;

/// <summary>The styles of the reports on a terminal.</summary>
internal static class Styles
{
    /// <summary>The title of a part.</summary>
    public static readonly Style Heading = new(decoration: Decoration.Bold);

    /// <summary>The name of a component.</summary>
    public static readonly Style Component = new(Color.Aqua, decoration: Decoration.Bold);

    /// <summary>The type of a resource.</summary>
    public static readonly Style Type = new(Color.Green);

    /// <summary>A value.</summary>
    public static readonly Style Value = new(Color.Yellow);

    /// <summary>What is as it should be.</summary>
    public static readonly Style Good = new(Color.Green);

    /// <summary>Words of little weight.</summary>
    public static readonly Style Muted = new(Color.Grey);

    /// <summary>What needs attention.</summary>
    public static readonly Style Warning = new(Color.Red, decoration: Decoration.Bold);
}
