namespace SecureApi.Cli.Preview.Diagram;

/// <summary>A box of the architecture diagram.</summary>
/// <param name="Id">What edges refer to it by.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Lines">What it says, a line each.</param>
internal sealed record DiagramNode(string Id, DiagramPlace Place, params string[] Lines);
