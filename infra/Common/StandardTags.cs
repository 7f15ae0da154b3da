using System.Collections.Immutable;
using SecureApi.Configuration;

namespace SecureApi.Common;

/// <summary>
/// The tags that the AWS provider puts on every taggable resource. ECS propagates them from a service to its tasks.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html"/>
public static class StandardTags
{
    /// <summary>The stage: <c>dev</c>, <c>staging</c> or <c>prod</c>.</summary>
    public const string Environment = "Environment";

    /// <summary>The Pulumi project.</summary>
    public const string Project = "Project";

    /// <summary>The Pulumi stack.</summary>
    public const string Stack = "Stack";

    /// <summary>The tool that manages the resource: a warning not to edit it by hand.</summary>
    public const string ManagedBy = "ManagedBy";

    /// <summary>Who keeps a secret's value, where it is not the stack.</summary>
    public const string KeptBy = "KeptBy";

    /// <summary>The keys that configuration may not set: those above, and the name that many resources have.</summary>
    public static ImmutableArray<string> Reserved => [Environment, KeptBy, ManagedBy, "Name", Project, Stack];

    /// <summary>The configured tags and the four standard ones.</summary>
    /// <param name="settings">The stack's settings.</param>
    public static ImmutableSortedDictionary<string, string> For(StackConfig settings) =>
        settings.Tags
            .SetItem(Environment, settings.Environment.ToString().ToLowerInvariant())
            .SetItem(Project, settings.Project)
            .SetItem(Stack, settings.Stack)
            .SetItem(ManagedBy, "Pulumi");
}
