using System.Collections.Immutable;

namespace SecureApi.Observability;

/// <summary>A headline and the graphs below it.</summary>
/// <param name="Title">The headline, with one sentence on what to look for.</param>
/// <param name="Widgets">The graphs, placed from left to right in rows of 24 columns.</param>
internal sealed record DashboardSection(string Title, params ImmutableArray<DashboardWidget> Widgets);
