using System.Globalization;
using System.Text;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>Collects what is worth knowing about a resource into one line.</summary>
internal sealed class FactList
{
    private const string Separator = ", ";

    private readonly StringBuilder text = new();

    /// <summary>Adds a fact, if there is one.</summary>
    public FactList Add(string? fact)
    {
        if (string.IsNullOrEmpty(fact))
            return this;
        if (text.Length > 0)
            text.Append(Separator);
        text.Append(fact);
        return this;
    }

    /// <summary>Adds a fact when a condition holds.</summary>
    public FactList AddIf(bool? condition, string fact) => condition is true ? Add(fact) : this;

    /// <summary>Adds a value with words around it, if there is one.</summary>
    public FactList Add(string before, string? value, string after = "") =>
        string.IsNullOrEmpty(value) ? this : Add($"{before}{value}{after}");

    /// <summary>Adds a number with words around it, if there is one.</summary>
    public FactList Add(string before, double? value, string after = "") =>
        value is { } number ? Add($"{before}{Text(number)}{after}") : this;

    /// <summary>Adds a count of things, if there is one.</summary>
    public FactList AddCount(double? count, string one, string many) =>
        count is { } number ? Add($"{Text(number)} {(number == 1 ? one : many)}") : this;

    /// <summary>A number without needless digits.</summary>
    public static string Text(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>The facts on one line.</summary>
    public override string ToString() => text.ToString();
}
