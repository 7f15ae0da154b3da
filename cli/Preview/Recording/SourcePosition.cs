namespace SecureApi.Cli.Preview.Recording;

/// <summary>A place in the program's source.</summary>
/// <param name="File">The path from the repository's root, with forward slashes.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record SourcePosition(string File, int Line);
