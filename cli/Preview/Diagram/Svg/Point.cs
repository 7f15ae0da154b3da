namespace SecureApi.Cli.Preview.Diagram.Svg;

/// <summary>A place in the picture.</summary>
/// <param name="X">From the left.</param>
/// <param name="Y">From the top.</param>
internal readonly record struct Point(double X, double Y);
