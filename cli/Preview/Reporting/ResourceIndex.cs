using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>Finds a resource by what others refer to it with: its id or its ARN.</summary>
internal sealed class ResourceIndex
{
    private readonly Dictionary<string, RecordedResource> byReference = [];

    public ResourceIndex(RecordedStack stack)
    {
        foreach (var resource in stack.Resources)
        {
            if (!resource.IsCustom)
                continue;

            // Some resources have the id of the one that they configure, such as a bucket's policy: the first one counts.
            if (resource.Id is { Length: > 0 } id)
                byReference.TryAdd(id, resource);
            if (resource.Outputs.Text("arn") is { } arn)
                byReference.TryAdd(arn, resource);
        }
    }

    /// <summary>The resource that <paramref name="reference"/> names; null when it is none of the stack's.</summary>
    public RecordedResource? Find(string? reference) => reference is null ? null : byReference.GetValueOrDefault(reference);

    /// <summary>The resources that the texts of <paramref name="references"/> name.</summary>
    public IEnumerable<RecordedResource> FindAll(RecordedList references)
    {
        foreach (var reference in references.Texts)
        {
            if (Find(reference) is { } resource)
                yield return resource;
        }
    }
}
