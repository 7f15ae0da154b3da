using Pulumi.Serialization;

namespace Pulumi;

#pragma warning disable CA1711 // The published name.
/// <summary>A program's root component. Its properties with an <see cref="OutputAttribute"/> are the stack's outputs.</summary>
public class Stack : ComponentResource
{
    internal const string TypeToken = "pulumi:pulumi:Stack";

    /// <summary>Declares the stack.</summary>
    /// <param name="options">The options.</param>
    public Stack(StackOptions? options = null)
        : base(
            TypeToken,
            $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}",
            options is null ? null : new ComponentResourceOptions { ResourceTransformations = options.ResourceTransformations })
        => Deployment.Required.Stack = this;

    /// <summary>Registers the outputs that the finished constructor has set.</summary>
    internal void RegisterPropertyOutputs()
    {
        var outputs = new Dictionary<string, object?>();
        List<string> missing = [], wrong = [];
        foreach (var property in ResourceShape.Of(GetType()).Properties)
        {
            if (property.DeclaringType.IsAssignableFrom(typeof(Stack)))
                continue;

            var name = property.Attribute.Name ?? property.MemberName;
            var value = property.Read(this);
            outputs.Add(name, value);
            if (value is null)
                missing.Add(name);
            else if (value is not IOutput)
                wrong.Add(name);
        }

        if (missing.Count > 0)
        {
            throw new RunException(
                $"Output(s) '{string.Join(", ", missing)}' have no value assigned. [Output] attributed properties must be assigned inside Stack constructor.");
        }

        if (wrong.Count > 0)
            throw RunException.OutputsHaveIncorrectType(wrong);

        RegisterOutputs(outputs);
    }
}
