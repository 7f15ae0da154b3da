namespace Pulumi;

/// <summary>A text.</summary>
public sealed class StringAsset : Asset
{
    /// <summary>Makes it.</summary>
    /// <param name="text">The text.</param>
    public StringAsset(string text)
        : base(text)
    {
    }
}
