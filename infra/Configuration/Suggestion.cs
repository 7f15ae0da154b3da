namespace SecureApi.Configuration;

/// <summary>Finds the known word that is most similar to a misspelt one.</summary>
public static class Suggestion
{
    /// <summary>The known word nearest to a mistyped one; null when none is near. Case does not count.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? nearest = null;
        // With half of its letters wrong it is a different word.
        var least = Math.Max(word.Length / 2, 1);
        foreach (var candidate in known)
        {
            var distance = Distance(word, candidate);
            if (distance <= least && (nearest is null || distance < least)) (nearest, least) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>"; did you mean x?", or nothing.</summary>
    public static string DidYouMean(string word, IEnumerable<string> known) =>
        Nearest(word, known) is { } nearest ? $"; did you mean {nearest}?" : string.Empty;

    /// <summary>Levenshtein's distance: letters inserted, left out or replaced.</summary>
    internal static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++) row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[j]) = (row[j], next);
            }
        }

        return row[right.Length];
    }
}
