using Spectre.Console;
using Spectre.Console.Rendering;

namespace SecureApi.Cli.Preview.Terminal;

/// <summary>A terminal with colours. Spectre.Console knows how many, and how to ask for them.</summary>
/// <param name="console">The terminal.</param>
public sealed class ColorScreen(IAnsiConsole console) : Screen
{
    private readonly List<Segment> segments = [];

    /// <inheritdoc/>
    public override int Width => console.Profile.Width;

    /// <inheritdoc/>
    public override bool IsUnicode => console.Profile.Capabilities.Unicode;

    /// <inheritdoc/>
    public override void Write(Tone tone, string text) => segments.Add(new Segment(text, StyleOf(tone)));

    /// <inheritdoc/>
    public override void EndLine() => segments.Add(Segment.LineBreak);

    /// <inheritdoc/>
    public override void Flush()
    {
        console.Write(new Lines(segments));
        segments.Clear();
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Heading => new Style(decoration: Decoration.Bold),
        Tone.Component => new Style(Color.Aqua, decoration: Decoration.Bold),
        Tone.Type => new Style(Color.Green),
        Tone.Value => new Style(Color.Yellow),
        Tone.Muted => new Style(Color.Grey),
        Tone.Warning => new Style(Color.Red, decoration: Decoration.Bold),
        _ => Style.Plain,
    };

    // The report lays its lines out itself; a width limit of Spectre.Console's would only break them again.
    private sealed class Lines(List<Segment> segments) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
