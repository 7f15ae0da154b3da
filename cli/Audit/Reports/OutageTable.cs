using System.Text;
using SecureApi.Cli.Audit.Alarms;

namespace SecureApi.Cli.Audit.Reports;

/// <summary>What can happen to a stack, who tells of it, and after how many minutes.</summary>
public static class OutageTable
{
    /// <summary>The alarms that tell, each with its minutes; the first to tell first.</summary>
    /// <param name="outage">A rehearsed scenario.</param>
    public static string Told(RehearsedScenario outage) => !outage.Applies ? "not in this stack"
        : outage.Fired.IsEmpty ? "nobody"
        : string.Join(", ", outage.Fired.GroupBy(fired => fired.Minutes, (minutes, alarms) => $"{minutes} min: {string.Join(", ", alarms.Select(fired => fired.Alarm))}"));

    /// <summary>The rows as GitHub-flavoured Markdown, under the headings of the scenarios.</summary>
    /// <param name="outages">The rehearsed scenarios.</param>
    /// <param name="level">The headings' marks, such as <c>##</c>.</param>
    public static string Markdown(IEnumerable<RehearsedScenario> outages, string level)
    {
        var text = new StringBuilder();
        foreach (var group in outages.GroupBy(outage => outage.Heading))
        {
            text.Append(null, $"{level} {group.Key}\n\n| What happens | What AWS reports | Who tells, and when |\n| --- | --- | --- |\n");
            foreach (var outage in group)
            {
                var told = outage.Fired.GroupBy(fired => fired.Minutes, (minutes, alarms) => $"{minutes} min: {string.Join(", ", alarms.Select(fired => $"`{fired.Alarm}`"))}");
                text.Append(null, $"| {outage.Title} | {outage.Signs} | {(outage.Fired.IsEmpty ? Told(outage) : string.Join("; ", told))} |\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
