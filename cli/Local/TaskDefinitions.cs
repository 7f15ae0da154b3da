using SecureApi.Cli.Preview.Recording;
using SecureApi.Common;
using SecureApi.Configuration;

namespace SecureApi.Cli.Local;

/// <summary>Reads the containers of a recorded stack, and their secrets where ECS would find them.</summary>
internal sealed class TaskDefinitions(RecordedStack stack)
{
    /// <summary>The one container of a task definition.</summary>
    /// <param name="name">The logical name of the task definition.</param>
    public LocalContainer Read(string name)
    {
        var task = stack.OfType("aws:ecs/taskDefinition:TaskDefinition").Single(resource => resource.Name == name).Inputs;
        var definition = ((RecordedList)JsonValues.Parse(task.Text("containerDefinitions")!)!).Maps.Single();
        var secrets = definition.List("secrets").Maps
            .ToDictionary(secret => secret.Text("name")!, secret => Value(secret.Text("valueFrom")!), StringComparer.Ordinal);
        var environment = definition.List("environment").Maps
            .ToSortedMap(variable => variable.Text("name")!, variable => variable.Text("value")!)
            .SetItems(secrets.Where(secret => secret.Value is not null).Select(secret => KeyValuePair.Create(secret.Key, secret.Value!)));
        return new LocalContainer
        {
            Name = definition.Text("name")!,
            Port = (int)definition.List("portMappings").Maps.Single().Number("containerPort")!.Value,
            Environment = environment,
            UnknownSecrets = [.. secrets.Where(secret => secret.Value is null).Select(secret => secret.Key).Order(StringComparer.Ordinal)],
            Definition = definition,
            MemoryMiB = task.Text("memory")!,
        };
    }

    // arn:key::version, or the ARN alone where an operator keeps the value.
    private string? Value(string valueFrom)
    {
        var version = stack.OfType("aws:secretsmanager/secretVersion:SecretVersion").SingleOrDefault(secret =>
            valueFrom.StartsWith($"{secret.Outputs.Text("arn")}:", StringComparison.Ordinal)
            && valueFrom.EndsWith($"::{secret.Outputs.Text("versionId")}", StringComparison.Ordinal));
        if (version is null) return null;

        var member = valueFrom[(version.Outputs.Text("arn")!.Length + 1)..].Split("::")[0];
        var value = ((RecordedMap)JsonValues.Parse(version.Inputs.Text("secretString")!)!).Text(member);
        return value == SecretText.Encrypted.Value ? null : value;
    }
}
