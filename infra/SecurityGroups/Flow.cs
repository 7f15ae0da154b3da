namespace SecureApi.SecurityGroups;

/// <summary>
/// A connection that the architecture allows, opened by <paramref name="Source"/>. Security groups are stateful: answers
/// need no flow of their own.
/// </summary>
/// <param name="Id">A short stable name, part of the rules' names; unique in a stack.</param>
/// <param name="Source">Who connects.</param>
/// <param name="Destination">Who is connected to.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
/// <param name="Port">The only port.</param>
/// <param name="Purpose">Why, as the rule's description shows it.</param>
public sealed record Flow(string Id, Peer Source, Peer Destination, string Protocol, int Port, string Purpose);
