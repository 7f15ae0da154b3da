using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pulumi.Serialization;

/// <summary>An input that goes to a provider as a JSON text, spaced and escaped as protocol buffers do it.</summary>
internal static class JsonInput
{
    public static Output<string> Of(string label, object value)
        => value is IInput input
            ? new Output<object?>(input.ToUntypedOutput().State).Apply(inner => Write(label, inner))
            : Write(label, value);

    private static Output<string> Write(string label, object? value)
    {
        var reader = ValueReader.ReadAt(label, "json", value, keepMarks: true);
        if (reader.Pending is not null)
            return new Output<string>(OutputState.After([reader.Pending], () => Write(label, value).State));

        var text = new StringBuilder();
        Write(text, reader.Value);
        return Output.Create(text.ToString());
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case double number:
                text.Append(number.ToString("r", CultureInfo.InvariantCulture));
                break;
            case string characters:
                WriteText(text, characters);
                break;
            case ImmutableDictionary<string, object?> dictionary:
                WriteDictionary(text, dictionary);
                break;
            case ImmutableArray<object?> list:
                WriteList(text, list);
                break;
            default:
                throw new NotSupportedException($"The local Pulumi core does not write a {value.GetType().FullName} as JSON.");
        }
    }

    /// <summary>In the order of the protocol's own dictionaries.</summary>
    private static void WriteDictionary(StringBuilder text, ImmutableDictionary<string, object?> dictionary)
    {
        string[] keys = [.. dictionary.Keys];
        Array.Sort(keys, StringComparer.CurrentCulture);
        text.Append('{');
        for (var i = 0; i < keys.Length; i++)
        {
            text.Append(i == 0 ? " " : ", ");
            WriteText(text, keys[i]);
            text.Append(": ");
            Write(text, dictionary[keys[i]]);
        }

        text.Append(" }");
    }

    private static void WriteList(StringBuilder text, ImmutableArray<object?> list)
    {
        text.Append('[');
        for (var i = 0; i < list.Length; i++)
        {
            text.Append(i == 0 ? " " : ", ");
            Write(text, list[i]);
        }

        text.Append(" ]");
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            switch (character)
            {
                case '"' or '\\':
                    text.Append('\\').Append(character);
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '<' or '>':
                case not (>= ' ' and <= '~') when IsEscaped(character):
                    text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
                    break;
                default:
                    text.Append(character);
                    break;
            }
        }

        text.Append('"');
    }

    /// <summary>Control and format characters, and the halves of pairs.</summary>
    private static bool IsEscaped(char character)
        => character < ' '
            || character is >= '\u007f' and < '\u00a0'
            || char.IsSurrogate(character)
            || character is '\u00ad' or '\u06dd' or '\u070f' or '\u17b4' or '\u17b5' or '\ufeff'
            || character is (>= '\u0600' and <= '\u0603') or (>= '\u200b' and <= '\u200f') or (>= '\u2028' and <= '\u202e')
                or (>= '\u2060' and <= '\u2064') or (>= '\u206a' and <= '\u206f') or (>= '\ufff9' and <= '\ufffb');
}
