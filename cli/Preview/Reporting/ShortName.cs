using SecureApi.Cli.Preview.Recording;

namespace SecureApi.Cli.Preview.Reporting;

/// <summary>Names as short as their place allows.</summary>
internal static class ShortName
{
    /// <summary>The class of a type token: <c>SecurityGroup</c> of <c>aws:ec2/securityGroup:SecurityGroup</c>.</summary>
    public static string OfType(string type) => type[(type.LastIndexOf(':') + 1)..];

    /// <summary>The class with its service: <c>ec2.SecurityGroup</c>; components and others have the class alone.</summary>
    public static string WithService(string type)
    {
        var start = type.IndexOf(':', StringComparison.Ordinal) + 1;
        var end = type.IndexOf('/', start);
        return type.StartsWith("aws:", StringComparison.Ordinal) && end > 0 ? $"{type[start..end]}.{OfType(type)}"
            : type.StartsWith("tls:", StringComparison.Ordinal) ? $"tls.{OfType(type)}"
            : OfType(type);
    }

    /// <summary>The logical name without what it shares with its parent's; empty when it is the same.</summary>
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
