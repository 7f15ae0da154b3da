namespace SecureApi.Cli.Preview.Diagram.Svg;

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
