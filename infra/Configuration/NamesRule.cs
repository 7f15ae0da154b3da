namespace SecureApi.Configuration;

/// <summary>
/// The project's and the stack's names are part of the names of log groups, buckets, roles and alarms, some of which
/// AWS allows 32 characters.
/// </summary>
internal sealed class NamesRule : ISettingsRule
{
    /// <summary>The most characters of either name.</summary>
    public const int Longest = 20;

    private static readonly DnsLabelAttribute Label = new(Longest);

    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        if (!Label.Allows(settings.Project)) faults.Add(["pulumi:project"], Label.Rule, "name: secure-api", settings.Project);
        if (!Label.Allows(settings.Stack)) faults.Add(["pulumi:stack"], Label.Rule, "pulumi stack init prod", settings.Stack);
    }
}
