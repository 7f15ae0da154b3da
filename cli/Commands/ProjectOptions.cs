using System.CommandLine;
using SecureApi.Cli.Commands.StackFiles;

namespace SecureApi.Cli.Commands;

/// <summary>Options that several commands have in common.</summary>
internal static class ProjectOptions
{
    /// <summary><c>--stack</c>: the stack whose settings are read.</summary>
    /// <param name="defaultName">The stack that is meant when none is named.</param>
    public static Option<string> Stack(string defaultName = "prod") =>
        new("--stack", "-s") { Description = "The stack: Pulumi.<stack>.yaml", DefaultValueFactory = _ => defaultName, HelpName = "name" };

    /// <summary><c>--directory</c>: the project's folder; see <see cref="ProjectFolder.Find"/>.</summary>
    public static Option<string?> Directory() =>
        new("--directory", "-C") { Description = "The project's folder, if it is neither this folder nor one above it", HelpName = "dir" };
}

/// <summary>Finds the folder with the project's <c>Pulumi.yaml</c>.</summary>
internal static class ProjectFolder
{
    /// <summary>
    /// The folder itself or the nearest one above it that has the file; without a given folder first from where the
    /// command was started, then from where the program lies.
    /// </summary>
    /// <exception cref="UserException">There is none.</exception>
    public static string Find(CommandHost host, string? given)
    {
        if (given is not null)
        {
            return StackFileReader.FindProject(Path.GetFullPath(given, host.Directory))
                ?? throw new UserException($"There is no {StackFileReader.ProjectFileName} in {given} or in a folder above it.");
        }

        return StackFileReader.FindProject(host.Directory) ?? StackFileReader.FindProject(host.ProgramDirectory)
            ?? throw new UserException($"There is no {StackFileReader.ProjectFileName} in {host.Directory}, in a folder above it, or around the program. Say where the project is: --directory DIR");
    }
}
