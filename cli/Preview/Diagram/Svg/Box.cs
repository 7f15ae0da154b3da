namespace SecureApi.Cli.Preview.Diagram.Svg;

/// <summary>A box in its place.</summary>
/// <param name="Node">The node's id.</param>
/// <param name="Area">Where it stands.</param>
/// <param name="Title">Its name.</param>
/// <param name="Detail">A word about it; empty for none.</param>
/// <param name="Icon">Its pictogram; null for none.</param>
internal sealed record Box(string Node, Area Area, string Title, string Detail, Icon? Icon);
