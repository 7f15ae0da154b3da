using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Arguments: a class whose members with an <see cref="InputAttribute"/> are the named inputs.</summary>
public abstract class InputArgs
{
    /// <summary>For derived classes.</summary>
    protected InputArgs()
    {
    }

    /// <summary>The inputs in the order of their members; a missing required one is an error.</summary>
    internal NamedValue[] ReadInputs()
    {
        var members = ArgsShape.Of(GetType()).Members;
        var values = new NamedValue[members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            var member = members[i];
            var value = member.Read(this);
            if (value is null && member.IsRequired)
            {
                throw new ArgumentNullException(
                    member.MemberName,
                    $"[Input] {GetType().FullName}.{member.MemberName} is required but was not given a value");
            }

            values[i] = new NamedValue(
                member.Name,
                member.IsJson && value is not null ? JsonInput.Of($"[Input] {GetType().FullName}.{member.MemberName}", value) : value);
        }

        return values;
    }
}
