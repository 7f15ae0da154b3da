namespace SecureApi.Configuration;

/// <summary>The tags that the program sets itself cannot be configured: dashboards and cost reports rely on them.</summary>
internal sealed class TagsRule : ISettingsRule
{
    private static readonly string[] Reserved = ["Environment", "ManagedBy", "Name", "Project", "Stack"];

    /// <inheritdoc/>
    public void Check(StackConfig settings, FaultList faults)
    {
        foreach (var (key, _) in settings.Tags)
        {
            // AWS tells keys apart by case, people and the IAM console do not.
            if (Array.Exists(Reserved, reserved => reserved.Equals(key, StringComparison.OrdinalIgnoreCase)))
            {
                faults.Add(["tags", key], $"a tag that the program does not set itself ({string.Join(", ", Reserved)})", "tags: {CostCenter: platform}");
            }
        }
    }
}
