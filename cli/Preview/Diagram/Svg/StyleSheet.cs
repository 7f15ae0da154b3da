namespace SecureApi.Cli.Preview.Diagram.Svg;

/// <summary>
/// How the picture looks, on light and on dark. It has a background of its own, so that it can be read on any page.
/// </summary>
/// <remarks>Plain properties instead of CSS variables: not every program that draws SVG knows them.</remarks>
internal static class StyleSheet
{
    /// <summary>The size of titles.</summary>
    public const double TitleSize = 14;

    /// <summary>The size of all other text.</summary>
    public const double TextSize = 12;

    /// <summary>The style sheet.</summary>
    public const string Css = """

        text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif; font-size: 12px; fill: #59636e }
        .title { font-size: 14px; font-weight: 600; fill: #1f2328 }
        .heading { font-weight: 600; fill: #1f2328 }
        .page { fill: #ffffff; stroke: #d1d9e0 }
        .vpc { fill: #fbfaff; stroke: #8250df; stroke-width: 1.5 }
        .zone { fill: none; stroke: #818b98; stroke-dasharray: 5 4 }
        .public { fill: #dafbe1; stroke: #aceebb }
        .private { fill: #ddf4ff; stroke: #b6e3ff }
        .services { fill: #f6f8fa; stroke: #d1d9e0 }
        .box { fill: #ffffff; stroke: #9aa4af }
        .icon { fill: none; stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round }
        .icon.edge { stroke: #8250df }
        .icon.work { stroke: #bc4c00 }
        .icon.guard { stroke: #cf222e }
        .icon.watch { stroke: #bf3989 }
        .icon.data { stroke: #1a7f37 }
        .line { fill: none; stroke: #59636e; stroke-width: 1.5 }
        .line.main { stroke: #0969da; stroke-width: 2.5 }
        .line.use { stroke-dasharray: 4 4 }
        .head { fill: #59636e }
        .head.main { fill: #0969da }
        .label { fill: #ffffff; stroke: #d1d9e0 }
        .label-text { fill: #1f2328 }
        @media (prefers-color-scheme: dark) {
          text { fill: #9198a1 }
          .title, .heading, .label-text { fill: #f0f6fc }
          .page { fill: #0d1117; stroke: #3d444d }
          .vpc { fill: #12101b; stroke: #a371f7 }
          .zone { stroke: #656c76 }
          .public { fill: #0f2a19; stroke: #1d5c33 }
          .private { fill: #0c2438; stroke: #1b4b77 }
          .services { fill: #151b23; stroke: #3d444d }
          .box { fill: #1c2430; stroke: #59626d }
          .icon.edge { stroke: #b992f8 }
          .icon.work { stroke: #f0883e }
          .icon.guard { stroke: #ff7b72 }
          .icon.watch { stroke: #f778ba }
          .icon.data { stroke: #56d364 }
          .line { stroke: #9198a1 }
          .line.main { stroke: #58a6ff }
          .head { fill: #9198a1 }
          .head.main { fill: #58a6ff }
          .label { fill: #0d1117; stroke: #3d444d }
        }

        """;
}
