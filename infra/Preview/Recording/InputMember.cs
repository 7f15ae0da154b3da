namespace SecureApi.Preview.Recording;

/// <summary>One input of an arguments class.</summary>
/// <param name="Name">Its name for Pulumi.</param>
/// <param name="Nested">Reads the arguments objects in it; null for an input that holds none.</param>
internal sealed record InputMember(string Name, InputReader? Nested);
