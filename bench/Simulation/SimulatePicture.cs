using System.Globalization;
using System.Net;
using System.Text;

namespace AgentFunctions.Bench.Simulation;

/// <summary>Planned and simulated waits and instances over the volume as SVG, readable on light and on dark ground.</summary>
internal static class SimulatePicture
{
    private const int Width = 840;
    private const int Height = 400;
    private const int Top = 48;
    private const int Bottom = 72;
    private const int PanelWidth = 340;

    private const string Style =
        "text{font:13px system-ui,sans-serif;fill:#1f2328}.axis{stroke:#8c959f;fill:none}.grid{stroke:#8c959f;stroke-opacity:.25}.l{fill:none;stroke-width:2}" +
        ".c0{stroke:#0969da}.c1{stroke:#bc4c00}.d0{fill:#0969da}.d1{fill:#bc4c00}" +
        "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.c0{stroke:#58a6ff}.c1{stroke:#f0883e}.d0{fill:#58a6ff}.d1{fill:#f0883e}}";

    public static string Draw(IReadOnlyList<VolumeCheck> all)
    {
        VolumeCheck[] checks = [.. all.Where(c => c.Refusal is null)];
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" role="img" aria-label="Planned and simulated waits and instances by tasks a day"><style>{Style}</style>""");
        double longest = Math.Max(1, checks.Max(c => Math.Max(c.Plan.Busy.P99, c.Run.Busy.P99)));
        double step = longest > 100 ? Math.Pow(10, Math.Ceiling(Math.Log10(longest))) / 5 : longest > 10 ? 10 : 1;
        Panel waits = new(svg, 56, checks, Math.Ceiling(longest / step) * step, IsLog: false);
        waits.Frame("wait in the busiest hour, seconds", [.. Enumerable.Range(0, (int)Math.Ceiling(longest / step) + 1).Select(i => i * step)]);
        waits.Line(0, c => c.Plan.Busy.P95, c => c.Run.Busy.P95);
        waits.Line(1, c => c.Plan.Busy.P99, c => c.Run.Busy.P99);

        double most = checks.Max(c => Math.Max(c.Plan.Busy.Instances, c.Run.Busy.Instances));
        int decades = Math.Max(1, (int)Math.Ceiling(Math.Log10(most)));
        Panel instances = new(svg, 480, checks, Math.Pow(10, decades), IsLog: true);
        instances.Frame("instances or local workers in the busiest hour", [0.1, .. Enumerable.Range(0, decades + 1).Select(i => Math.Pow(10, i))]);
        instances.Line(0, c => c.Plan.Busy.Instances, c => c.Run.Busy.Instances);

        Legend(svg, 56, 0, "p95 planned, dots: simulated");
        Legend(svg, 296, 1, "p99 planned, dots: simulated");
        Legend(svg, 548, 0, "planned, dots: simulated");
        return svg.Append("</svg>\n").ToString();
    }

    private static void Legend(StringBuilder svg, int x, int colour, string text)
    {
        svg.Append(CultureInfo.InvariantCulture, $"""<line class="l c{colour}" x1="{x}" x2="{x + 20}" y1="{Height - 12}" y2="{Height - 12}"/>""");
        Text(svg, x + 26, Height - 8, "start", text);
    }

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"""<text x="{x:0.0}" y="{y:0.0}" text-anchor="{anchor}">{WebUtility.HtmlEncode(text)}</text>""");

    private sealed record Panel(StringBuilder Svg, int Left, IReadOnlyList<VolumeCheck> Checks, double High, bool IsLog)
    {
        private const double Low = 0.1;

        public void Frame(string title, IEnumerable<double> marks)
        {
            SimulatePicture.Text(Svg, Left + (PanelWidth / 2), 24, "middle", title);
            foreach (double mark in marks)
            {
                Svg.Append(CultureInfo.InvariantCulture, $"""<line class="grid" x1="{Left}" x2="{Left + PanelWidth}" y1="{Y(mark):0.0}" y2="{Y(mark):0.0}"/>""");
                SimulatePicture.Text(Svg, Left - 8, Y(mark) + 4, "end", mark.ToString("0.#", CultureInfo.InvariantCulture));
            }

            foreach (VolumeCheck check in Checks)
            {
                SimulatePicture.Text(Svg, X(check), Height - Bottom + 18, "middle", Short(check.TasksPerDay));
            }

            SimulatePicture.Text(Svg, Left + (PanelWidth / 2), Height - Bottom + 36, "middle", "tasks a day");
            Svg.Append(CultureInfo.InvariantCulture, $"""<polyline class="axis" points="{Left},{Top} {Left},{Height - Bottom} {Left + PanelWidth},{Height - Bottom}"/>""");
        }

        public void Line(int colour, Func<VolumeCheck, double> planned, Func<VolumeCheck, double> simulated)
        {
            Svg.Append(CultureInfo.InvariantCulture, $"""<polyline class="l c{colour}" points="{string.Join(' ', Checks.Select(c => FormattableString.Invariant($"{X(c):0.0},{Y(planned(c)):0.0}")))}"/>""");
            foreach (VolumeCheck check in Checks)
            {
                Svg.Append(CultureInfo.InvariantCulture, $"""<circle class="d{colour}" cx="{X(check):0.0}" cy="{Y(simulated(check)):0.0}" r="4"/>""");
            }
        }

        private static string Short(double tasks) => tasks switch
        {
            >= 1_000_000 => FormattableString.Invariant($"{tasks / 1_000_000:0.#}M"),
            >= 1_000 => FormattableString.Invariant($"{tasks / 1_000:0.#}k"),
            _ => FormattableString.Invariant($"{tasks:0.#}"),
        };

        private double X(VolumeCheck check) => Checks.Count == 1
            ? Left
            : Left + (Math.Log(check.TasksPerDay / Checks[0].TasksPerDay) / Math.Log(Checks[^1].TasksPerDay / Checks[0].TasksPerDay) * PanelWidth);

        private double Y(double value)
        {
            double share = IsLog ? Math.Log(Math.Max(value, Low) / Low) / Math.Log(High / Low) : value / High;
            return Height - Bottom - (share * (Height - Top - Bottom));
        }
    }
}
