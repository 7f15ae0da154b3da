namespace SecureApi.Tests.Support;

/// <summary>The lines in which two texts differ, as a person would mark them.</summary>
internal static class TextDiff
{
    /// <summary>
    /// Lines that went (<c>-</c>) and came (<c>+</c>), block by block. A block starts with a line that is not indented; its
    /// first line stands before the changes inside it.
    /// </summary>
    public static IEnumerable<string> Lines(string before, string after)
    {
        var (old, now) = (Blocks(before), Blocks(after));
        foreach (var title in old.Keys.Union(now.Keys, StringComparer.Ordinal))
        {
            var changes = Changes(old.GetValueOrDefault(title, []), now.GetValueOrDefault(title, [])).ToList();
            if (changes.Count == 0) continue;
            if (!changes[0][2..].Equals(title, StringComparison.Ordinal)) yield return $"  {title}";
            foreach (var change in changes) yield return change;
        }
    }

    // Blocks of the same first line are one.
    private static Dictionary<string, List<string>> Blocks(string text)
    {
        var blocks = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var block = default(List<string>);
        foreach (var line in text.Split('\n'))
        {
            if (block is null || (line.Length > 0 && line[0] != ' ' && !blocks.TryGetValue(line, out block)))
                blocks.Add(line, block = []);
            block.Add(line);
        }

        return blocks;
    }

    // The longest common subsequence (https://en.wikipedia.org/wiki/Longest_common_subsequence) stays; the rest went or came.
    private static IEnumerable<string> Changes(List<string> before, List<string> after)
    {
        var common = new int[before.Count + 1, after.Count + 1];
        for (var i = before.Count - 1; i >= 0; i--)
        {
            for (var j = after.Count - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        for (int i = 0, j = 0; i < before.Count || j < after.Count;)
        {
            if (i < before.Count && j < after.Count && before[i] == after[j])
                (i, j) = (i + 1, j + 1);
            else if (j == after.Count || (i < before.Count && common[i + 1, j] >= common[i, j + 1]))
                yield return $"- {before[i++]}";
            else
                yield return $"+ {after[j++]}";
        }
    }
}
