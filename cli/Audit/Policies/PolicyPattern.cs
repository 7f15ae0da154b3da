namespace SecureApi.Cli.Audit.Policies;

/// <summary>Matches IAM's patterns: <c>*</c> for any text, <c>?</c> for any character.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"/>
public static class PolicyPattern
{
    /// <summary>True when the whole text matches the pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">What is compared; an action is compared without regard to case.</param>
    /// <param name="ignoreCase">True for actions.</param>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase = false)
    {
        int index = 0, position = 0, star = -1, retry = 0;
        while (position < text.Length)
        {
            if (index < pattern.Length && (pattern[index] == '?' || Same(pattern[index], text[position], ignoreCase)) && pattern[index] != '*')
            {
                index++;
                position++;
            }
            else if (index < pattern.Length && pattern[index] == '*')
            {
                star = index++;
                retry = position;
            }
            else if (star >= 0)
            {
                index = star + 1;
                position = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern[index..].TrimStart('*').IsEmpty;
    }

    private static bool Same(char left, char right, bool ignoreCase) =>
        left == right || (ignoreCase && char.ToLowerInvariant(left) == char.ToLowerInvariant(right));
}
