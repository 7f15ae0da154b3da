using System.Text;

namespace SecureApi.Cli.Preview.Terminal;

/// <summary>Plain text: for a pipe or a file, for <c>NO_COLOR</c>, and for terminals that know no colours.</summary>
/// <param name="writer">Where the text goes.</param>
/// <param name="width">The length of a line; by default a line has no end.</param>
/// <remarks>https://no-color.org</remarks>
public sealed class PlainScreen(TextWriter writer, int width = int.MaxValue) : Screen
{
    private readonly StringBuilder text = new();

    /// <inheritdoc/>
    public override int Width => width;

    /// <inheritdoc/>
    public override bool IsUnicode => writer.Encoding.CodePage is 65001 or 1200;

    /// <inheritdoc/>
    public override void Write(Tone tone, string text) => this.text.Append(text);

    /// <inheritdoc/>
    public override void EndLine() => text.Append('\n');

    /// <inheritdoc/>
    public override void Flush()
    {
        writer.Write(text);
        writer.Flush();
        text.Clear();
    }
}
