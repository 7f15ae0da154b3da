namespace SecureApi.Cli.Preview.Reporting;

/// <summary>Something that AWS bills by the month or the hour, whether it is used or not.</summary>
/// <param name="Quantity">How many units.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Note">How the number comes about; empty when it is plain.</param>
public sealed record CostLine(string Quantity, string Unit, string Note);
