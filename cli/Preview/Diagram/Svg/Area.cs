namespace SecureApi.Cli.Preview.Diagram.Svg;

/// <summary>A rectangle of the picture, in its units.</summary>
/// <param name="X">Its left side.</param>
/// <param name="Y">Its top.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
internal readonly record struct Area(double X, double Y, double Width, double Height)
{
    /// <summary>The x of its right side.</summary>
    public double Right => X + Width;

    /// <summary>The y of its bottom.</summary>
    public double Bottom => Y + Height;

    /// <summary>Its middle.</summary>
    public Point Center => new(X + (Width / 2), Y + (Height / 2));

    /// <summary>Whether a part of both is the same place.</summary>
    public bool Overlaps(Area other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;
}
