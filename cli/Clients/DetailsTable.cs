using System.Collections.Immutable;
using SecureApi.Cli.Preview.Terminal;

namespace SecureApi.Cli.Clients;

/// <summary>A title with labelled details, as the client commands show them.</summary>
/// <param name="Title">The title.</param>
/// <param name="Facts">Label and text of each fact, in order.</param>
/// <param name="Warnings">What needs attention, in whole sentences.</param>
internal sealed record DetailsTable(string Title, ImmutableArray<(string Label, string Text)> Facts, ImmutableArray<string> Warnings)
{
    private const int LabelWidth = 12;

    /// <summary>Shows the table.</summary>
    public void Show(Screen screen)
    {
        screen.WriteLine(Tone.Heading, Title);
        foreach (var (label, text) in Facts)
        {
            screen.Write(Tone.Muted, $"  {label.PadRight(LabelWidth)}");
            screen.WriteLine(Tone.Plain, text);
        }

        foreach (var warning in Warnings) screen.WriteLine(Tone.Warning, $"  ! {warning}");
    }
}
