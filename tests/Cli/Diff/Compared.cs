using SecureApi.Cli.Commands;
using SecureApi.Cli.Costs;
using SecureApi.Cli.Diff;
using SecureApi.Cli.Preview.Recording;
using SecureApi.Cli.Preview.Reporting;
using SecureApi.Configuration;
using SecureApi.Tests.Infra.Stack;
using SecureApi.Tests.Support;

namespace SecureApi.Tests.Cli.Diff;

/// <summary>Differences of recorded stacks, as people get them.</summary>
internal static class Compared
{
    private static readonly Fingerprints Fingerprints = Fingerprints.Fresh();

    /// <summary>The production stack and an edited one.</summary>
    public static async Task<DiffReport> ProdWith(Func<StackConfig, StackConfig> edit) =>
        Of(await StackMatrix.Record(StackMatrix.Prod), await StackMatrix.Record(edit(StackMatrix.Prod.Settings)));

    public static DiffReport Of(RecordedStack before, RecordedStack after, bool isState = false, Fingerprints? fingerprints = null)
    {
        var prices = PriceList.Find(RepositoryFiles.Root, after.Region.Name);
        var names = (RecordedStack stack) => isState ? StackNames.OfAccount(stack) : StackNames.Kept;
        return new DiffReport(
            StackDiff.Between(new ComparableStack(before, fingerprints ?? Fingerprints, names(before)), new ComparableStack(after, fingerprints ?? Fingerprints, names(after)), isState),
            new PreviewReport(after, [], prices), "from here to there", [], prices);
    }

    public static string Screen(DiffReport report)
    {
        var text = new StringWriter();
        DiffTerminal.Show(report, CommandHost.PlainConsole(text));
        return text.ToString();
    }
}
