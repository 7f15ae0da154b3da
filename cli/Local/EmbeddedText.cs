namespace SecureApi.Cli.Local;

/// <summary>Text files that are part of the program.</summary>
internal static class EmbeddedText
{
    /// <summary>The text of a file of this folder.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
