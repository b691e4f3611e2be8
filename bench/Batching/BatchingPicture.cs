using System.Globalization;
using System.Net;
using System.Text;

namespace AgentFunctions.Bench.Batching;

/// <summary>Cost and added latency by pack size as SVG, readable on light and on dark ground.</summary>
internal static class BatchingPicture
{
    private const int Width = 840;
    private const int Height = 400;
    private const int Top = 48;
    private const int Bottom = 56;
    private const int PanelWidth = 340;

    private const string Style =
        "text{font:13px system-ui,sans-serif;fill:#1f2328}.axis{stroke:#8c959f;fill:none}.grid{stroke:#8c959f;stroke-opacity:.25}.even{stroke:#8c959f;stroke-dasharray:5 4}" +
        ".l{fill:none;stroke-width:2.5}.c0{stroke:#bc4c00}.c1{stroke:#0969da}.c2{stroke:#1a7f37}.c3{stroke:#8250df}" +
        "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.c0{stroke:#f0883e}.c1{stroke:#58a6ff}.c2{stroke:#3fb950}.c3{stroke:#bc8cff}}";

    private const int Colours = 4;

    public static string Draw(BatchingSeries series)
    {
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" role="img" aria-label="Cost and added latency by pack size"><style>{Style}</style>""");
        Draw(svg, 56, "cost against alone, by pack size", "0%", series, (f, alone) => 1 - f.SavedAgainst(alone), even: 1);
        Draw(svg, 480, "added latency (p50, seconds), by pack size", "0.#", series, (f, alone) => f.AddedTo(alone).P50 / 1000, even: 0);
        foreach ((int i, BatchingGroup group) in series.Groups.Index())
        {
            int x = 56 + (i * 190);
            svg.Append(CultureInfo.InvariantCulture, $"""<line class="l c{i % Colours}" x1="{x}" x2="{x + 24}" y1="{Height - 12}" y2="{Height - 12}"/>""");
            Text(svg, x + 30, Height - 8, "start", FormattableString.Invariant($"instructions of {group.Instructions}"));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, int left, string title, string format, BatchingSeries series, Func<BatchingFigures, BatchingFigures, double> value, double even)
    {
        int[] sizes = [.. series.Plan.Sizes.Append(1).Distinct().Order()];
        (double Size, double Value)[][] lines = [.. series.Groups.Select(g => (((double, double)[])[(1, even), .. g.Held.Select(f => ((double)f.Case.Size, value(f, g.Alone)))]))];
        double high = lines.SelectMany(l => l).Max(p => p.Value);
        double step = high > 10 ? 5 : high > 2 ? 1 : 0.25;
        high = Math.Ceiling(high / step) * step;

        Text(svg, left + (PanelWidth / 2), 24, "middle", title);
        for (double y = 0; y <= high + 1e-9; y += step)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<line class="{(y == even ? "even" : "grid")}" x1="{left}" x2="{left + PanelWidth}" y1="{Y(y):0.0}" y2="{Y(y):0.0}"/>""");
            Text(svg, left - 8, Y(y) + 4, "end", y.ToString(format, CultureInfo.InvariantCulture));
        }

        foreach (int size in sizes)
        {
            Text(svg, X(size), Height - Bottom + 18, "middle", size.ToString(CultureInfo.InvariantCulture));
        }

        svg.Append(CultureInfo.InvariantCulture, $"""<polyline class="axis" points="{left},{Top} {left},{Height - Bottom} {left + PanelWidth},{Height - Bottom}"/>""");
        foreach ((int i, (double Size, double Value)[] line) in lines.Index())
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<polyline class="l c{i % Colours}" points="{string.Join(' ', line.Select(p => FormattableString.Invariant($"{X(p.Size):0.0},{Y(p.Value):0.0}")))}"/>""");
        }

        double X(double size) => left + (sizes[^1] == 1 ? 0 : Math.Log(size) / Math.Log(sizes[^1]) * PanelWidth);

        double Y(double at) => Height - Bottom - (at / high * (Height - Top - Bottom));
    }

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{x:0.0}" y="{y:0.0}" text-anchor="{anchor}">{WebUtility.HtmlEncode(text)}</text>""");
}
