namespace Pulumi;

/// <summary>A file behind an address.</summary>
public sealed class RemoteAsset : Asset
{
    /// <summary>Makes it.</summary>
    /// <param name="uri">The address.</param>
    public RemoteAsset(string uri)
        : base(uri)
    {
    }
}
