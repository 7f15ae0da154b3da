namespace SecureApi.Cli.Preview.Recording;

/// <summary>
/// One property value of a recorded resource: <see cref="RecordedNull"/>, <see cref="RecordedBoolean"/>,
/// <see cref="RecordedNumber"/>, <see cref="RecordedText"/>, <see cref="RecordedList"/>, <see cref="RecordedMap"/>,
/// <see cref="RecordedSecret"/> around any of these, or <see cref="RecordedUnknown"/>. Immutable, compared by value.
/// </summary>
public abstract record RecordedValue
{
    private protected RecordedValue()
    {
    }

    /// <summary>
    /// The value without the secret mark around it, if there is one. For whoever must look inside a secret, such as
    /// a check of its strength; nothing that is shown may be made from it.
    /// </summary>
    public virtual RecordedValue Revealed => this;

    /// <summary>True when the value is a secret, or holds one at any depth.</summary>
    public virtual bool ContainsSecret => false;

    /// <summary>True when the value is unknown, or holds an unknown at any depth.</summary>
    public virtual bool ContainsUnknown => false;
}
