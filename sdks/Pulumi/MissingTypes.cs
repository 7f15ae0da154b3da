#pragma warning disable CS1591, CA1710, CA1711, CA1018 // Nobody can use these types: they have no documentation, and their names are not ours to choose.

namespace Pulumi;

/// <summary>
/// The names of types that the published core has and this one has not, so that a name means here what it means there: what
/// would be ambiguous against the published package is ambiguous against this one too.
/// </summary>
internal static class MissingTypes
{
    internal const string Message = "The published Pulumi package has this type, the local SDK has only its name: see sdks/README.md.";
}

[Obsolete(MissingTypes.Message, true)] public sealed class CallArgs { }
[Obsolete(MissingTypes.Message, true)] public sealed class CallOptions { }
[Obsolete(MissingTypes.Message, true)] public sealed class DeferredOutput<T> { }
[Obsolete(MissingTypes.Message, true)] public sealed class DictionaryInvokeArgs { }
[Obsolete(MissingTypes.Message, true)] public sealed class DictionaryResourceArgs { }
[Obsolete(MissingTypes.Message, true)] public sealed class DiscriminatedUnionCaseAttribute { }
[Obsolete(MissingTypes.Message, true)] public sealed class DiscriminatedUnionDiscriminatorAttribute { }
[Obsolete(MissingTypes.Message, true)] public sealed class ErrorHook { }
[Obsolete(MissingTypes.Message, true)] public sealed class ErrorHookArgs { }
[Obsolete(MissingTypes.Message, true)] public sealed class ErrorHookCallback { }
[Obsolete(MissingTypes.Message, true)] public sealed class InputJson { }
[Obsolete(MissingTypes.Message, true)] public sealed class InvokeTransform { }
[Obsolete(MissingTypes.Message, true)] public sealed class InvokeTransformArgs { }
[Obsolete(MissingTypes.Message, true)] public sealed class InvokeTransformResult { }
[Obsolete(MissingTypes.Message, true)] public sealed class ResourceHook { }
[Obsolete(MissingTypes.Message, true)] public sealed class ResourceHookArgs { }
[Obsolete(MissingTypes.Message, true)] public sealed class ResourceHookBinding { }
[Obsolete(MissingTypes.Message, true)] public sealed class ResourceHookCallback { }
[Obsolete(MissingTypes.Message, true)] public sealed class ResourceHookOptions { }
[Obsolete(MissingTypes.Message, true)] public sealed class ResourceTransform { }
[Obsolete(MissingTypes.Message, true)] public sealed class ResourceTransformArgs { }
[Obsolete(MissingTypes.Message, true)] public sealed class ResourceTransformResult { }
[Obsolete(MissingTypes.Message, true)] public sealed class Stash { }
[Obsolete(MissingTypes.Message, true)] public sealed class StashArgs { }
