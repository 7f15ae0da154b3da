using System.Collections;
using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>What a mock gives for a resource or a function.</summary>
internal static class MockState
{
    /// <summary>The properties by name, each as the mock gave it.</summary>
    public static ImmutableDictionary<string, object> Of(object state)
    {
        switch (state)
        {
            case ImmutableDictionary<string, object> immutable:
                return immutable;
            case IDictionary<string, object> dictionary:
                return dictionary.ToImmutableDictionary();
            case IDictionary or InputArgs or IInput or IOutput:
                return new ValueReader("").Read(state) as ImmutableDictionary<string, object> ?? throw NotSupported(state);
            default:
                throw NotSupported(state);
        }
    }

    private static InvalidOperationException NotSupported(object state)
        => new($"{state.GetType().FullName} is not a supported argument type");
}
