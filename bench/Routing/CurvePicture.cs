using System.Globalization;
using System.Net;
using System.Text;

namespace AgentFunctions.Bench.Routing;

/// <summary>The cost-quality curve as SVG, readable on light and on dark ground.</summary>
internal static class CurvePicture
{
    private const int Width = 720;
    private const int Height = 440;
    private const int Left = 64;
    private const int Right = 24;
    private const int Top = 40;
    private const int Bottom = 56;

    private const string Style =
        "text{font:13px system-ui,sans-serif;fill:#1f2328}.axis{stroke:#8c959f;fill:none}.grid{stroke:#8c959f;stroke-opacity:.25}" +
        ".router{stroke:#0969da;stroke-width:2.5;fill:none}.mix{stroke:#8c959f;stroke-dasharray:5 4;fill:none}.oracle{fill:#1a7f37}.cascade{fill:#bc4c00}" +
        "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.router{stroke:#58a6ff}.oracle{fill:#3fb950}.cascade{fill:#f0883e}}";

    public static string Draw(RoutingFigures figures)
    {
        (RoutingData data, RoutingPlan plan) = (figures.Data, figures.Plan);
        Baseline oracle = Baseline.Oracle(data, plan);
        Baseline cascade = Baseline.Cascade(data, plan, plan.CheckAccuracy);
        CurvePoint[] curve = [.. Enumerable.Range(0, 101).Select(i => new CurvePoint(i / 100.0, figures.AccuracyAt(i / 100.0)))];
        double[] shown = [.. curve.Select(p => p.Accuracy), .. figures.Mix.Points.Select(p => p.Accuracy), oracle.Accuracy, cascade.Accuracy];
        Scale scale = new(Math.Floor(shown.Min() * 20) / 20, Math.Min(1, Math.Ceiling((shown.Max() + 0.005) * 20) / 20));

        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" role="img" aria-label="Accuracy against cost"><style>{Style}</style>""");
        Grid(svg, scale);
        svg.Append(CultureInfo.InvariantCulture, $"""<polyline class="mix" points="{string.Join(' ', figures.Mix.Points.Select(scale.At))}"/>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<polyline class="router" points="{string.Join(' ', curve.Select(scale.At))}"/>""");
        Dot(svg, scale, new CurvePoint(plan.Relative(oracle.Price), oracle.Accuracy), "oracle", "oracle");
        Dot(svg, scale, new CurvePoint(plan.Relative(cascade.Price), cascade.Accuracy), "cascade", cascade.Name);
        Text(svg, X(0.62), scale.Y(figures.AccuracyAt(0.62)) - 12, "end", "router");
        Text(svg, X(0.6), scale.Y(figures.Mix.AccuracyAt(0.6)) + 20, "start", "random mix");
        Text(svg, Width / 2, 22, "middle", FormattableString.Invariant($"{(plan.Mode == RoutingMode.KFold ? "five folds" : "prequential")}: APGR {figures.Over(o => o.Curve.Apgr).Mean:0.000}"));
        Text(svg, Width / 2, Height - 12, "middle", $"cost: 0 all {data.Models[0]}, 1 all {data.Models[^1]}");
        return svg.Append("</svg>\n").ToString();
    }

    private static void Grid(StringBuilder svg, Scale scale)
    {
        for (double y = scale.Low; y <= scale.High + 1e-9; y += 0.05)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<line class="grid" x1="{Left}" x2="{Width - Right}" y1="{scale.Y(y):0.0}" y2="{scale.Y(y):0.0}"/>""");
            Text(svg, Left - 8, scale.Y(y) + 4, "end", y.ToString("0%", CultureInfo.InvariantCulture));
        }

        for (int i = 0; i <= 5; i++)
        {
            Text(svg, X(i / 5.0), Height - Bottom + 18, "middle", (i / 5.0).ToString("0.0", CultureInfo.InvariantCulture));
        }

        svg.Append(CultureInfo.InvariantCulture, $"""<polyline class="axis" points="{Left},{Top} {Left},{Height - Bottom} {Width - Right},{Height - Bottom}"/>""");
    }

    private static void Dot(StringBuilder svg, Scale scale, CurvePoint at, string kind, string name)
    {
        svg.Append(CultureInfo.InvariantCulture, $"""<circle class="{kind}" cx="{X(at.Cost):0.0}" cy="{scale.Y(at.Accuracy):0.0}" r="5"/>""");
        Text(svg, X(at.Cost) + 10, scale.Y(at.Accuracy) + 4, "start", name);
    }

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{x:0.0}" y="{y:0.0}" text-anchor="{anchor}">{WebUtility.HtmlEncode(text)}</text>""");

    private static double X(double cost) => Left + (cost * (Width - Left - Right));

    private sealed record Scale(double Low, double High)
    {
        public double Y(double accuracy) => Height - Bottom - ((accuracy - Low) / Math.Max(High - Low, 0.01) * (Height - Top - Bottom));

        public string At(CurvePoint point) => FormattableString.Invariant($"{X(point.Cost):0.0},{Y(point.Accuracy):0.0}");
    }
}
