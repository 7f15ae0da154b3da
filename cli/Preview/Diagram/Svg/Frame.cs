namespace SecureApi.Cli.Preview.Diagram.Svg;

/// <summary>A frame around boxes.</summary>
/// <param name="Style">Its class in the style sheet.</param>
/// <param name="Area">What it encloses.</param>
/// <param name="Texts">What is written in it.</param>
internal sealed record Frame(string Style, Area Area, params (Point Place, string Style, string Text)[] Texts);
