using SecureApi.Cli.Commands.StackFiles;

namespace SecureApi.Cli.Commands;

/// <summary>Finds the folder with the project's <c>Pulumi.yaml</c>.</summary>
internal static class ProjectFolder
{
    /// <summary>
    /// The folder itself or the nearest one above it that has the file; without a given folder first from where the
    /// command was started, then from where the program lies.
    /// </summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static string Find(CommandHost host, string? given)
    {
        if (given is not null)
        {
            return StackFileReader.FindProject(Path.GetFullPath(given, host.Directory))
                ?? throw new CommandException($"There is no {StackFileReader.ProjectFileName} in {given} or in a folder above it.");
        }

        return StackFileReader.FindProject(host.Directory) ?? StackFileReader.FindProject(host.ProgramDirectory)
            ?? throw new CommandException($"There is no {StackFileReader.ProjectFileName} in {host.Directory}, in a folder above it, or around the program. Say where the project is: --directory DIR");
    }
}
