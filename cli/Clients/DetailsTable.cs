using System.Collections.Immutable;
using SecureApi.Cli.Commands;
using SecureApi.Configuration;
using Spectre.Console;

namespace SecureApi.Cli.Clients;

/// <summary>A title with labelled details, as the client commands show them.</summary>
/// <param name="Title">The title.</param>
/// <param name="Facts">Label and text of each fact, in order.</param>
/// <param name="Warnings">What needs attention, in whole sentences.</param>
internal sealed record DetailsTable(string Title, ImmutableArray<(string Label, string Text)> Facts, ImmutableArray<string> Warnings)
{
    private const int LabelWidth = 12;

    /// <summary>Shows the table.</summary>
    public void Show(IAnsiConsole console)
    {
        console.WriteLine(ConfigValue.Printable(Title), Styles.Heading);
        foreach (var (label, text) in Facts)
        {
            console.Write($"  {label.PadRight(LabelWidth)}", Styles.Muted);
            console.WriteLine(ConfigValue.Printable(text));
        }

        foreach (var warning in Warnings) console.WriteLine($"  ! {ConfigValue.Printable(warning)}", Styles.Warning);
    }
}
