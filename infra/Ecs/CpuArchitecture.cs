using System.Diagnostics.CodeAnalysis;

namespace SecureApi.Ecs;

/// <summary>The processor that a task runs on.</summary>
public enum CpuArchitecture
{
    /// <summary>AWS Graviton: cheaper for the same work.</summary>
    Arm64,

    /// <summary>Intel and AMD.</summary>
    [SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "x86_64 is the architecture's name, and the key in the stack file.")]
    X86_64,
}
