using System.Text.RegularExpressions;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;
using SecureApi.Tests.Cli.Audit;

namespace SecureApi.Tests.Authorization;

/// <summary>Changes a word of a declared policy, as a slip of the program would.</summary>
internal sealed partial class PolicyEdit(RecordedStack stack, StackConfig settings)
{
    private readonly StackEdit _edit = new(stack, settings);

    public RecordedStack Build() => _edit.Build().Recorded;

    public string Arn(string type, string nameEnd) => _edit.One(type, nameEnd).Outputs.Text("arn")!;

    /// <summary>Replaces a text of an argument; it must be there.</summary>
    public PolicyEdit Replace(string type, string nameEnd, string property, string before, string after)
    {
        var text = _edit.One(type, nameEnd).Inputs.Text(property)!;
        if (!text.Contains(before, StringComparison.Ordinal)) throw new InvalidOperationException($"{type} {nameEnd} does not hold {before}: {text}");
        _edit.Set(type, nameEnd, property, text.Replace(before, after, StringComparison.Ordinal));
        return this;
    }

    public PolicyEdit Remove(string type, string nameEnd)
    {
        _edit.Remove(type, nameEnd);
        return this;
    }

    /// <summary>Fills in the names and ARNs that a message speaks of.</summary>
    public string Fill(string message) => Reference().Replace(message, match => match.Groups["kind"].Value switch
    {
        "name" => "secure-api-prod",
        "bucket" => Arn("Bucket", match.Groups["first"].Value),
        _ => Arn(match.Groups["first"].Value, match.Groups["second"].Value),
    });

    [GeneratedRegex(@"\{(?<kind>name|bucket|arn)(:(?<first>[^:}]*)(:(?<second>[^}]*))?)?\}")]
    private static partial Regex Reference();
}
