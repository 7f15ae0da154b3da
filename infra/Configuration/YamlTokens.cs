using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace SecureApi.Configuration;

/// <summary>A cursor over the tokens of a YAML file.</summary>
/// <remarks>
/// It stands on YamlDotNet's scanner and not on its parser, because the parser compiles regular expressions at its
/// first use: 40 ms, a fifth of what the whole preview may take.
/// </remarks>
internal sealed class YamlTokens
{
    private readonly string _file;
    private readonly Scanner _scanner;

    /// <summary>Stands on the first token.</summary>
    /// <param name="file">The file's name, for locations.</param>
    /// <param name="text">The file's text.</param>
    public YamlTokens(string file, string text)
    {
        _file = file;
        _scanner = new Scanner(new StringReader(text));
        Advance();
    }

    /// <summary>The token under the cursor.</summary>
    public Token Current => _scanner.Current ?? throw new YamlException(_scanner.CurrentPosition, _scanner.CurrentPosition, "unexpected end of the file");

    /// <summary>Where the cursor stands.</summary>
    public SourceLocation Here
    {
        get
        {
            var mark = _scanner.Current?.Start ?? _scanner.CurrentPosition;
            return new SourceLocation(
                _file, Convert.ToInt32(mark.Line, CultureInfo.InvariantCulture), Convert.ToInt32(mark.Column, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Goes on if the token is of a kind.</summary>
    public bool Skip<T>()
        where T : Token
    {
        if (Current is not T) return false;
        Advance();
        return true;
    }

    /// <summary>Goes on to the next token.</summary>
    public void Advance()
    {
        try
        {
            _scanner.MoveNext();
        }
        catch (YamlException error) when (error.Start.Equals(error.End))
        {
            // The scanner names the start of what it was in; the fault is where it stopped.
            throw new YamlException(_scanner.CurrentPosition, _scanner.CurrentPosition, error.Message);
        }
        catch (InvalidOperationException)
        {
            // Its answer to some kinds of broken flow style.
            throw new YamlException(_scanner.CurrentPosition, _scanner.CurrentPosition, "a list or map is not closed before this");
        }

        if (_scanner.Current is Error fault) throw new YamlException(fault.Start, fault.End, fault.Value);
    }

    /// <summary>A fault at the cursor.</summary>
    public YamlException Fault(string expected) => new(Current.Start, Current.End, "expected " + expected);
}
