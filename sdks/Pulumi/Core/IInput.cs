namespace Pulumi;

/// <summary>An input of any type.</summary>
internal interface IInput
{
    IOutput ToUntypedOutput();

    /// <summary>What a serializer reads. Lists and maps give their elements, so that each keeps its own state.</summary>
    OutputState Content { get; }
}
