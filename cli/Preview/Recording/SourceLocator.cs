using System.Diagnostics;
using Pulumi;

namespace SecureApi.Cli.Preview.Recording;

/// <summary>Finds where the program declares a resource, from the call stack inside the resource's constructor.</summary>
internal static class SourceLocator
{
    private const string ProgramFolder = "infra/";

    /// <summary>
    /// The innermost frame that is neither Pulumi's nor a constructor of the resource's own class: for a component that
    /// is the line that makes the component. Null without debug symbols.
    /// </summary>
    /// <param name="resource">The resource under construction, on whose constructor's stack this is called.</param>
    public static SourcePosition? Locate(Resource resource)
    {
        var type = resource.GetType();
        foreach (var frame in new StackTrace(skipFrames: 1, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileName() is not { } file || frame.GetMethod() is not { } method)
                continue;
            if (method.DeclaringType is not { } declaring || IsMachinery(declaring) || (method.IsConstructor && declaring.IsAssignableFrom(type)))
                continue;
            return new SourcePosition(RelativeToRepository(file), frame.GetFileLineNumber());
        }

        return null;
    }

    private static bool IsMachinery(Type type) =>
        type.Namespace is { } name
        && (name == nameof(Pulumi) || name.StartsWith("Pulumi.", StringComparison.Ordinal) || name == typeof(SourceLocator).Namespace);

    // The compiler wrote the path of the machine that built the program. What follows the program's own folder is the
    // same everywhere; another file (a test's) is shown by its name.
    private static string RelativeToRepository(string file)
    {
        var path = file.Replace('\\', '/');
        var start = path.LastIndexOf($"/{ProgramFolder}", StringComparison.Ordinal);
        return start < 0 ? path[(path.LastIndexOf('/') + 1)..] : path[(start + 1)..];
    }
}

/// <summary>A place in the program's source.</summary>
/// <param name="File">The path from the repository's root, with forward slashes.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record SourcePosition(string File, int Line);
