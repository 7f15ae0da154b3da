using SecureApi.Configuration;

namespace SecureApi.Cli.Audit.Controls.Containers;

/// <summary>Plain settings of containers hold no secrets.</summary>
public sealed class SettingsHoldNoSecrets : Control
{
    /// <inheritdoc/>
    public override ControlDescription Description { get; } = new()
    {
        Id = "ecs-no-plain-secrets",
        Title = "Plain settings of containers hold no secrets",
        Why = "Whoever may describe a task definition reads its environment.",
        Document = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
        Severity = Severity.High,
        References = [Reference.Fsbp("ECS.8"), Reference.Pci("8.6.2")],
    };

    /// <inheritdoc/>
    public override IEnumerable<Verdict> Judge(AuditedStack stack)
    {
        foreach (var container in stack.Containers)
        {
            var suspects = container.Environment
                .Select(setting => (setting.Name, Reason: SecretDetector.Suspect(setting.Name, setting.Value)))
                .Where(setting => setting.Reason is not null).ToList();
            if (suspects.Count == 0)
            {
                yield return Verdict.Of(container.Resource, met: true, "", new Evidence(
                    $"containerDefinitions.{container.Name}",
                    $"{container.Environment.Count()} plain settings, {container.Secrets.Count()} from a secret store"));
            }

            foreach (var (name, reason) in suspects)
            {
                yield return Verdict.Of(container.Resource, met: false, $"The setting {name} of container {container.Name} looks like a secret: {reason}.", new Evidence(
                    $"containerDefinitions.{container.Name}.environment.{name}", SecretText.Mask));
            }
        }
    }
}
