namespace SecureApi.Cli.Preview.Diagram;

/// <summary>An arrow of the architecture diagram.</summary>
/// <param name="From">The box that it starts at.</param>
/// <param name="To">The box that it points to.</param>
/// <param name="Label">What goes along it.</param>
/// <param name="IsTraffic">True for connections; false for what one thing means to another, drawn dashed.</param>
internal sealed record DiagramEdge(string From, string To, string Label, bool IsTraffic);
