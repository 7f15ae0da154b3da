using SecureApi.Common;

namespace SecureApi.Cli.Audit.Controls.General;

/// <summary>Everything that can carry tags says whose it is.</summary>
public sealed class EverythingIsTagged : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "tagged",
        Title = "Everything that can carry tags says whose it is",
        Why = "What nobody owns, nobody patches and nobody deletes.",
        Document = "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
        Severity = Severity.Low,
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        var wanted = StandardTags.For(stack.Settings).Select(tag => tag.Key).ToList();
        foreach (var resource in stack.Recorded.Resources.Where(resource => resource.IsCustom && resource.Outputs["tagsAll"] is not null))
        {
            var missing = wanted.Where(tag => resource.Outputs.Map("tagsAll")[tag] is null).ToList();
            yield return Verdict.Of(resource, missing.Count == 0, $"Missing tags: {string.Join(", ", missing)}.", new Evidence("tagsAll", $"{resource.Outputs.Map("tagsAll").Count} tags"));
        }
    }
}
