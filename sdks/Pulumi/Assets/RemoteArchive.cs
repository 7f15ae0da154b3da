namespace Pulumi;

/// <summary>An archive behind an address.</summary>
public sealed class RemoteArchive : Archive
{
    /// <summary>Makes it.</summary>
    /// <param name="uri">The address.</param>
    public RemoteArchive(string uri)
        : base(uri)
    {
    }
}
