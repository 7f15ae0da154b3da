using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>The resources of a stack by what other resources refer to: the id or the ARN.</summary>
internal sealed class ResourceIndex
{
    private readonly Dictionary<string, RecordedResource> byReference = [];

    public ResourceIndex(RecordedStack stack)
    {
        foreach (var resource in stack.Resources.Where(resource => resource.IsCustom))
        {
            // Some resources have the id of the resource that they configure, such as a bucket's policy: the first one counts.
            if (resource.Id is { Length: > 0 } id)
                byReference.TryAdd(id, resource);
            if (resource.Outputs.Text("arn") is { } arn)
                byReference.TryAdd(arn, resource);
        }
    }

    /// <summary>The resource with this id or ARN; null when the stack has none.</summary>
    public RecordedResource? Find(string? reference) => reference is null ? null : byReference.GetValueOrDefault(reference);
}

/// <summary>Names as short as their place allows.</summary>
internal static class ShortName
{
    /// <summary>The class of a type token: <c>SecurityGroup</c> of <c>aws:ec2/securityGroup:SecurityGroup</c>.</summary>
    public static string OfType(string type) => type[(type.LastIndexOf(':') + 1)..];

    /// <summary>The class with its service: <c>ec2.SecurityGroup</c>. Components and others have the class only.</summary>
    public static string WithService(string type)
    {
        var start = type.IndexOf(':', StringComparison.Ordinal) + 1;
        var end = type.IndexOf('/', start);
        return type.StartsWith("aws:", StringComparison.Ordinal) && end > 0 ? $"{type[start..end]}.{OfType(type)}"
            : type.StartsWith("tls:", StringComparison.Ordinal) ? $"tls.{OfType(type)}"
            : OfType(type);
    }

    /// <summary>The logical name without the parent's name in front; empty when both are the same.</summary>
    public static string WithinParent(RecordedResource resource)
    {
        for (var parent = resource.Parent; parent is not null; parent = parent.Parent)
        {
            if (resource.Name == parent.Name)
                return "";
            if (resource.Name.StartsWith($"{parent.Name}-", StringComparison.Ordinal))
                return resource.Name[(parent.Name.Length + 1)..];
        }

        return resource.Name;
    }
}
