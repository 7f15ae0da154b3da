namespace Pulumi.Serialization;

/// <summary>One output of one resource.</summary>
internal readonly record struct ResourceOutput(OutputProperty Property, OutputState State);
