namespace SecureApi.Cli.Preview.Diagram;

/// <summary>
/// The picture's colours and fonts, for light and dark themes. Its own background keeps it readable on any page.
/// </summary>
/// <remarks>Plain properties instead of CSS variables: not every program that draws SVG knows them.</remarks>
internal static class StyleSheet
{
    /// <summary>The size of titles.</summary>
    public const double TitleSize = 14;

    /// <summary>The size of all other text.</summary>
    public const double TextSize = 12;

    /// <summary>The style sheet.</summary>
    public const string Css = """

        text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; font-size: 12px; fill: #59636e }
        .title { font-size: 14px; font-weight: 600; fill: #1f2328 }
        .heading { font-weight: 600; fill: #1f2328 }
        .page { fill: #ffffff; stroke: #d1d9e0 }
        .vpc { fill: #fbfaff; stroke: #8250df; stroke-width: 1.5 }
        .zone { fill: none; stroke: #818b98; stroke-dasharray: 5 4 }
        .public { fill: #dafbe1; stroke: #aceebb }
        .private { fill: #ddf4ff; stroke: #b6e3ff }
        .services { fill: #f6f8fa; stroke: #d1d9e0 }
        .box { fill: #ffffff; stroke: #9aa4af }
        .icon { fill: none; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round }
        .icon.edge { stroke: #8250df }
        .icon.work { stroke: #bc4c00 }
        .icon.guard { stroke: #cf222e }
        .icon.watch { stroke: #bf3989 }
        .icon.data { stroke: #1a7f37 }
        .line { fill: none; stroke: #59636e; stroke-width: 1.5 }
        .line.main { stroke: #0969da; stroke-width: 2.5 }
        .line.use { stroke-dasharray: 4 4 }
        .head { fill: #59636e }
        .head.main { fill: #0969da }
        .label { fill: #ffffff; stroke: #d1d9e0 }
        .label-text { fill: #1f2328 }
        @media (prefers-color-scheme: dark) {
          text { fill: #9198a1 }
          .title, .heading, .label-text { fill: #f0f6fc }
          .page { fill: #0d1117; stroke: #3d444d }
          .vpc { fill: #12101b; stroke: #a371f7 }
          .zone { stroke: #656c76 }
          .public { fill: #0f2a19; stroke: #1d5c33 }
          .private { fill: #0c2438; stroke: #1b4b77 }
          .services { fill: #151b23; stroke: #3d444d }
          .box { fill: #1c2430; stroke: #59626d }
          .icon.edge { stroke: #b992f8 }
          .icon.work { stroke: #f0883e }
          .icon.guard { stroke: #ff7b72 }
          .icon.watch { stroke: #f778ba }
          .icon.data { stroke: #56d364 }
          .line { stroke: #9198a1 }
          .line.main { stroke: #58a6ff }
          .head { fill: #9198a1 }
          .head.main { fill: #58a6ff }
          .label { fill: #0d1117; stroke: #3d444d }
        }

        """;
}

/// <summary>A pictogram of 24 by 24 units, drawn with lines.</summary>
/// <param name="Group">What colour it has: the class of its group in the style sheet.</param>
/// <param name="Path">Its lines, as SVG path data.</param>
internal sealed record Icon(string Group, string Path)
{
    /// <summary>The pictogram of a node; null for one of an unknown kind.</summary>
    public static Icon? Of(string node) => node switch
    {
        "internet" => new("edge", "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M3 12h18M12 3c-6 5-6 13 0 18M12 3c6 5 6 13 0 18"),
        "waf" => new("guard", "M12 3l8 3v6c0 5-4 8-8 9c-4-1-8-4-8-9V6zM8.500 12l2.500 2.500l4.500-5"),
        "trust" => new("guard", "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3M12 14.500v2.500"),
        "certificate" => new("guard", "M4 4h16v11H4zM8 8h8M8 11h4M15 13a2.500 2.500 0 1 0 .1 0M13.500 17v4l1.500-1l1.500 1v-4"),
        "dns" => new("edge", "M12 3v18M12 5h6l2.500 2l-2.500 2h-6M12 11H6l-2.500 2l2.500 2h6"),
        "nat" => null,
        "endpoints" => new("edge", "M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4"),
        "ecr" => new("work", "M12 3l8 4.500v9L12 21l-8-4.500v-9zM4 7.500l8 4.500l8-4.500M12 12v9"),
        "secrets" => new("guard", "M8 9a4.500 4.500 0 1 0 .1 0M11.500 11L20 3M16.500 6.500l3 3M14 9l2 2"),
        "key" => new("guard", "M7 8a4 4 0 1 0 .1 0M11 12h10v4M17 12v3"),
        "logs" => new("watch", "M5 3h14v18H5zM8 8h8M8 12h8M8 16h5"),
        "alarms" => new("watch", "M3 20h18M5 16l4-6l4 3l6-9"),
        "topic" => new("watch", "M6 17V11a6 6 0 0 1 12 0v6l2 1H4zM10 21h4"),
        "buckets" => new("data", "M4 6c0-3.500 16-3.500 16 0l-2 13c-1 2-11 2-12 0zM4 6c0 3.500 16 3.500 16 0"),
        "names" => new("edge", "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M15.500 8.500l-2 5l-5 2l2-5z"),
        _ when node.StartsWith("balancer", StringComparison.Ordinal) => new("edge", "M12 4v5M12 9L5 16M12 9l7 7M12 9v7M3 16h4v4H3zM10 16h4v4h-4zM17 16h4v4h-4z"),
        _ when node.StartsWith("service", StringComparison.Ordinal) => new("work", "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z"),
        _ => null,
    };
}

/// <summary>
/// How wide a text is, about: the picture is drawn without the reader's fonts. The widths are those of common sans-serif
/// fonts, rounded up.
/// </summary>
internal static class TextMetrics
{
    // Titles are bold.
    private const double BoldFactor = 1.06;

    /// <summary>The width of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The font's size.</param>
    public static double Width(string text, double size) => size * text.Sum(WidthOf) * (size > StyleSheet.TextSize ? BoldFactor : 1);

    /// <summary>The text, or as much of its start as there is room for, with a mark that it was cut.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The font's size.</param>
    /// <param name="room">The room.</param>
    public static string Fit(string text, double size, double room)
    {
        if (Width(text, size) <= room)
            return text;
        var end = text.Length;
        while (end > 0 && Width($"{text[..end]}…", size) > room)
            end--;
        return $"{text[..end].TrimEnd(' ', ',', '.', '-')}…";
    }

    private static double WidthOf(char character) => character switch
    {
        'i' or 'j' or 'l' or '.' or ',' or ':' or ';' or '|' or '\'' or '(' or ')' or ' ' or 'f' or 't' or 'r' or 'I' => 0.34,
        'm' or 'w' or 'M' or 'W' or '…' => 0.9,
        >= 'A' and <= 'Z' => 0.7,
        _ => 0.57,
    };
}
