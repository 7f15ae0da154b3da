using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Pulumi.Serialization;

/// <summary>An input that goes to a provider as a JSON text, spaced and escaped as protocol buffers do it.</summary>
internal static class JsonInput
{
    public static Output<string> Of(string label, object value)
        => value is IInput input
            ? new Output<object?>(input.ToUntypedOutput().State).Apply(inner => WriteAsync(label, inner))
            : Output.Create(WriteAsync(label, value));

    private static async Task<string> WriteAsync(string label, object? value)
    {
        var reader = await ValueReader.ReadAsync(label, new NamedValue("json", value), keepMarks: true).ConfigureAwait(false);
        var text = new StringBuilder();
        Write(text, reader.Value);
        return text.ToString();
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
                // The order of the protocol's own dictionaries.
                WriteBlock(text, '{', '}', dictionary.OrderBy(entry => entry.Key, StringComparer.CurrentCulture), static (text, entry) =>
                {
                    WriteText(text, entry.Key);
                    text.Append(": ");
                    Write(text, entry.Value);
                });
                break;
            case ImmutableArray<object?> list:
                WriteBlock(text, '[', ']', list, Write);
                break;
            default:
                throw new NotSupportedException($"The local Pulumi core does not write a {value.GetType().FullName} as JSON.");
        }
    }

    private static void WriteBlock<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<StringBuilder, T> write)
    {
        text.Append(open);
        var separator = " ";
        foreach (var item in items)
        {
            text.Append(separator);
            write(text, item);
            separator = ", ";
        }

        text.Append(' ').Append(close);
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
