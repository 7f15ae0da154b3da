using System.Globalization;

namespace SecureApi.Configuration;

/// <summary>Where a setting was written.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record SourceLocation(string File, int Line, int Column)
{
    /// <summary>The form that editors and terminals turn into a link: <c>Pulumi.prod.yaml:12:5</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}
