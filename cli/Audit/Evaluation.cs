using System.Collections.Immutable;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Configuration;

namespace SecureApi.Cli.Audit;

/// <summary>Whether a resource, or the whole stack, complies with a rule. The words are those of AWS Config.</summary>
/// <seealso href="https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html"/>
public enum Compliance
{
    /// <summary>The stack declares nothing that the rule applies to.</summary>
    NotApplicable,

    /// <summary>The declared properties comply.</summary>
    Compliant,

    /// <summary>The declared properties do not comply.</summary>
    NonCompliant,
}

/// <summary>The result of a rule for one subject, with its evidence.</summary>
public sealed record Evaluation
{
    /// <summary>Compliant or not.</summary>
    public required Compliance Compliance { get; init; }

    /// <summary>The resource that was evaluated; null when the subject is the stack as a whole.</summary>
    public required RecordedResource? Resource { get; init; }

    /// <summary>What is wrong, as a sentence; empty when nothing is.</summary>
    public string Problem { get; init; } = "";

    /// <summary>The properties on which the evaluation rests.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>Other resources that take part, such as the rules and routes of a path.</summary>
    public ImmutableArray<RecordedResource> Related { get; init; } = [];

    /// <summary>The evaluation of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="compliant">Whether it complies.</param>
    /// <param name="problem">What is wrong when it does not.</param>
    /// <param name="evidence">What the evaluation rests on.</param>
    public static Evaluation Of(RecordedResource resource, bool compliant, string problem, params ImmutableArray<Evidence> evidence) => new()
    {
        Compliance = compliant ? Compliance.Compliant : Compliance.NonCompliant,
        Resource = resource,
        Problem = compliant ? "" : problem,
        Evidence = evidence,
    };

    /// <summary>An evaluation that rests on one argument of the resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="compliant">Whether it complies.</param>
    /// <param name="problem">What is wrong when it does not.</param>
    /// <param name="property">The argument's name.</param>
    public static Evaluation Of(RecordedResource resource, bool compliant, string problem, string property) =>
        Of(resource, compliant, problem, Audit.Evidence.Of(resource, property));
}

/// <summary>A property of a resource and the value on which an evaluation rests.</summary>
/// <param name="Property">The property's path, in Pulumi's camel case: <c>accessLogs.enabled</c>.</param>
/// <param name="Value">The value on one line; <see cref="SecretText.Mask"/> for a secret.</param>
public sealed record Evidence(string Property, string Value)
{
    private const int Longest = 160;

    /// <summary>A property as it was recorded. A secret stays masked.</summary>
    /// <param name="property">The path.</param>
    /// <param name="value">The value; null when the property is not set.</param>
    public static Evidence Of(string property, RecordedValue? value) => new(property, Shorten(value?.ToString() ?? "(not set)"));

    /// <summary>A direct argument of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="property">The argument's name.</param>
    public static Evidence Of(RecordedResource resource, string property) => Of(property, resource.Inputs[property]);

    /// <inheritdoc/>
    public override string ToString() => $"{Property} = {Value}";

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= Longest ? line : string.Concat(line.AsSpan(0, Longest), " …");
    }
}
