using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Documents;

/// <summary>A stack output on one line.</summary>
internal static class OutputText
{
    /// <summary>The value: a list's elements with commas, a map's entries as <c>name=value</c>, of a long text the first line.</summary>
    public static string Of(RecordedValue value) => value switch
    {
        RecordedList list => string.Join(", ", list.Select(Of)),
        RecordedMap map => string.Join(", ", map.Names.Zip(map.Values, (name, entry) => $"{name}={Of(entry)}")),
        RecordedText text when text.Value.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end && end < text.Value.Length - 1 =>
            $"{text.Value[..end]} ... ({text.Value.Count(character => character == '\n')} lines)",
        _ => value.ToString()!.TrimEnd('\n'),
    };
}
