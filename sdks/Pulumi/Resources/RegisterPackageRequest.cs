namespace Pulumi;

#pragma warning disable CA1034, CA1054, CA1056, CA1819 // The published class.
/// <summary>Names the package that a resource's type comes from, for packages that take parameters. It has no effect under mocks.</summary>
public sealed class RegisterPackageRequest
{
    /// <summary>Makes it.</summary>
    /// <param name="name">The package's name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="downloadUrl">Where it comes from.</param>
    /// <param name="checksums">Its checksums by platform.</param>
    /// <param name="parameterization">The package that stands in its place.</param>
    /// <param name="extension">The package that extends it.</param>
    public RegisterPackageRequest(
        string name,
        string version,
        string? downloadUrl,
        Dictionary<string, byte[]>? checksums = null,
        PackageParameterization? parameterization = null,
        PackageParameterization? extension = null)
    {
        (Name, Version, DownloadUrl) = (name, version, downloadUrl ?? "");
        (Checksums, Parameterization, Extension) = (checksums ?? [], parameterization, extension);
    }

    /// <summary>Makes it.</summary>
    /// <param name="name">The package's name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="downloadUrl">Where it comes from.</param>
    /// <param name="checksums">Its checksums by platform.</param>
    /// <param name="parameterization">The package that stands in its place.</param>
    public RegisterPackageRequest(
        string name,
        string version,
        string? downloadUrl,
        Dictionary<string, byte[]>? checksums,
        PackageParameterization? parameterization)
        : this(name, version, downloadUrl, checksums, parameterization, extension: null)
    {
    }

    /// <summary>The package's name.</summary>
    public string Name { get; }

    /// <summary>Its version.</summary>
    public string Version { get; }

    /// <summary>Where it comes from.</summary>
    public string DownloadUrl { get; }

    /// <summary>Its checksums by platform.</summary>
    public Dictionary<string, byte[]> Checksums { get; }

    /// <summary>The package that stands in its place.</summary>
    public PackageParameterization? Parameterization { get; }

    /// <summary>The package that extends it.</summary>
    public PackageParameterization? Extension { get; }

    /// <summary>A package that a parameter makes of another one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="value">The parameter.</param>
    public sealed class PackageParameterization(string name, string version, byte[] value)
    {
        /// <summary>Its name.</summary>
        public string Name { get; } = name;

        /// <summary>Its version.</summary>
        public string Version { get; } = version;

        /// <summary>The parameter.</summary>
        public byte[] Value { get; } = value;
    }
}
