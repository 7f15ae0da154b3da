using System.Text.Json;

namespace SecureApi.Cli.Audit.Containers;

/// <summary>Finds secrets among plain settings: by the setting's name, by known forms, and by how random the value is.</summary>
public static class PlainSecrets
{
    private const int ShortestRandom = 20;
    private const double RandomBitsPerCharacter = 4.0;
    private const int ShortestHex = 32;
    private const double RandomHexBitsPerCharacter = 3.0;

    private static readonly string[] Words =
        ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "APIKEY", "PRIVATE_KEY", "ACCESS_KEY", "CREDENTIAL", "AUTH_DATA", "SIGNING_KEY"];

    private static readonly string[] Beginnings = ["AKIA", "ASIA", "ghp_", "gho_", "xox", "sk_live_", "eyJ"];

    /// <summary>Why a setting looks like a secret; null when it does not. The reason never holds the value.</summary>
    /// <param name="name">The setting's name.</param>
    /// <param name="value">Its value; a JSON document is looked at member by member.</param>
    public static string? Suspect(string name, string value)
    {
        if (value.Length == 0) return null;
        if (Array.Find(Words, word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } word)
            return $"its name holds {word}";
        return value[0] is '{' or '[' ? SuspectDocument(value) : SuspectValue(value);
    }

    /// <summary>Why a text looks like a key or a token; null when it does not.</summary>
    /// <param name="value">The text.</param>
    public static string? SuspectValue(string value)
    {
        if (value.Contains("PRIVATE KEY-----", StringComparison.Ordinal)) return "it is a private key";
        if (Array.Exists(Beginnings, start => value.StartsWith(start, StringComparison.Ordinal)) && value.Length >= ShortestRandom - 4)
            return "it begins like an access key or a token";
        return LooksRandom(value) ? "its value looks random" : null;
    }

    private static string? SuspectDocument(string value)
    {
        try
        {
            using var document = JsonDocument.Parse(value);
            return Leaves(document.RootElement).Select(leaf => Suspect(leaf.Name, leaf.Value)).FirstOrDefault(reason => reason is not null);
        }
        catch (JsonException)
        {
            return SuspectValue(value);
        }
    }

    private static IEnumerable<(string Name, string Value)> Leaves(JsonElement element, string name = "") => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Leaves(member.Value, member.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Leaves(item, name)),
        JsonValueKind.String => [(name, element.GetString()!)],
        _ => [],
    };

    // A name, an address or a path is made of words: its characters repeat, and separators break it up.
    private static bool LooksRandom(string value)
    {
        var longest = value.Split('/', '.', ':', ',', ' ', '@', '-', '_', '?', '&').MaxBy(part => part.Length)!;
        if (longest.Length < ShortestRandom || !longest.Any(char.IsAsciiDigit)) return false;
        return longest.All(char.IsAsciiHexDigit)
            ? longest.Length >= ShortestHex && Entropy(longest) >= RandomHexBitsPerCharacter
            : Entropy(longest) >= RandomBitsPerCharacter;
    }

    // Shannon's entropy of the characters, in bits a character.
    private static double Entropy(string text)
    {
        var result = 0.0;
        foreach (var group in text.GroupBy(character => character))
        {
            var share = (double)group.Count() / text.Length;
            result -= share * Math.Log2(share);
        }

        return result;
    }
}
