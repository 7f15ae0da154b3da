using System.Collections.Immutable;

namespace Pulumi;

/// <summary>An archive of named assets.</summary>
public sealed class AssetArchive : Archive
{
    /// <summary>Makes it.</summary>
    /// <param name="assets">The assets by their names in the archive.</param>
    public AssetArchive(IDictionary<string, AssetOrArchive> assets)
        : base(assets.ToImmutableDictionary())
    {
    }
}
