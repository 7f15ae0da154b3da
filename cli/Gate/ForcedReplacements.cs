using System.Collections.Frozen;
using System.Text.Json;

namespace SecureApi.Cli.Gate;

/// <summary>
/// The arguments that a provider cannot change in place, by the type of the resource: it makes a new resource instead
/// (<c>ForceNew</c>, <c>RequiresReplace</c>). Kept by hand: the schemas in <c>sdks/</c> do not say it.
/// </summary>
/// <remarks>The engine's own preview is exact; this is what can be known without it. <c>*</c> stands for every argument, <c>!</c> for all but one.</remarks>
public static class ForcedReplacements
{
    private static readonly FrozenDictionary<string, string[]> Types = Read();

    /// <summary>The listed types with their entries.</summary>
    internal static IReadOnlyDictionary<string, string[]> All => Types;

    /// <summary>Whether the list has the type at all.</summary>
    /// <param name="type">A type token.</param>
    public static bool Knows(string type) => Types.ContainsKey(type);

    /// <summary>Whether a changed argument makes a new resource.</summary>
    /// <param name="type">The resource's type token.</param>
    /// <param name="path">The argument, or a path in it: <c>dnsConfig.namespaceId</c>.</param>
    public static bool Forces(string type, string path)
    {
        if (!Types.TryGetValue(type, out var entries))
            return false;
        var property = path.Split('.', '[')[0];

        // Since version 7 of the aws provider, every resource may have a region of its own.
        if (property == "region" && type.StartsWith("aws:", StringComparison.Ordinal))
            return true;
        return entries.Contains("*")
            ? !entries.Contains($"!{property}")
            : Array.Exists(entries, entry => path == entry || path.StartsWith($"{entry}.", StringComparison.Ordinal) || path.StartsWith($"{entry}[", StringComparison.Ordinal));
    }

    private static FrozenDictionary<string, string[]> Read()
    {
        using var file = typeof(ForcedReplacements).Assembly.GetManifestResourceStream("forced-replacements.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string[]>>(file)!.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
