namespace Pulumi;

#pragma warning disable CA1716 // The published name.
/// <summary>Another name that a resource had, so that a rename does not replace it. Under mocks it is checked and has no effect.</summary>
public sealed class Alias
#pragma warning restore CA1716
{
    /// <summary>The complete previous name; excludes every other property.</summary>
    public string? Urn { get; set; }

    /// <summary>The previous logical name.</summary>
    public Input<string>? Name { get; set; }

    /// <summary>The previous type.</summary>
    public Input<string>? Type { get; set; }

    /// <summary>The previous stack.</summary>
    public Input<string>? Stack { get; set; }

    /// <summary>The previous project.</summary>
    public Input<string>? Project { get; set; }

    /// <summary>The previous parent.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The previous parent's name.</summary>
    public Input<string>? ParentUrn { get; set; }

    /// <summary>Whether the resource had no parent.</summary>
    public bool NoParent { get; set; }

    /// <summary>Throws if the properties exclude each other; gives the alias.</summary>
    internal Alias Check()
    {
        if (Urn is not null)
        {
            Refuse(Name is not null, nameof(Name));
            Refuse(Type is not null, nameof(Type));
            Refuse(Project is not null, nameof(Project));
            Refuse(Stack is not null, nameof(Stack));
            Refuse(Parent is not null, nameof(Parent));
            Refuse(ParentUrn is not null, nameof(ParentUrn));
            Refuse(NoParent, nameof(NoParent));
        }
        else if ((Parent is null ? 0 : 1) + (ParentUrn is null ? 0 : 1) + (NoParent ? 1 : 0) > 1)
        {
            throw new ArgumentException(
                $"Only specify one of '{nameof(Parent)}', '{nameof(ParentUrn)}' or '{nameof(NoParent)}' in an {nameof(Alias)}");
        }

        return this;

        static void Refuse(bool isSet, string name)
        {
            if (isSet)
                throw new ArgumentException($"{nameof(Alias)} should not specify both {nameof(Urn)} and {name}");
        }
    }
}
