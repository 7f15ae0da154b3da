namespace SecureApi.Cli.Preview.Terminal;

/// <summary>Where a report is shown: a terminal with colours, or plain text.</summary>
public abstract class Screen
{
    /// <summary>How many characters a line has; <see cref="int.MaxValue"/> where lines have no end.</summary>
    public abstract int Width { get; }

    /// <summary>Whether lines can be drawn with box characters.</summary>
    public abstract bool IsUnicode { get; }

    /// <summary>Adds text to the line. It holds no line end.</summary>
    /// <param name="tone">What the text is.</param>
    /// <param name="text">The text.</param>
    public abstract void Write(Tone tone, string text);

    /// <summary>Ends the line.</summary>
    public abstract void EndLine();

    /// <summary>Shows what was written and not shown yet.</summary>
    public abstract void Flush();

    /// <summary>Adds a whole line.</summary>
    /// <param name="tone">What the text is.</param>
    /// <param name="text">The text; empty for an empty line.</param>
    public void WriteLine(Tone tone = Tone.Plain, string text = "")
    {
        if (text.Length > 0)
            Write(tone, text);
        EndLine();
    }
}
