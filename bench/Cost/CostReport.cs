using System.Globalization;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using Spectre.Console;

namespace AgentFunctions.Bench.Cost;

/// <summary>Prints what replays came to.</summary>
internal sealed class CostReport(IAnsiConsole console)
{
    private static readonly double[] CurveAt = [0.01, 0.05, 0.1, 0.2, 0.5];

    /// <returns>True when everything holds that must.</returns>
    public bool Write(CostPlan plan, IReadOnlyList<Request> requests, IReadOnlyList<(Lever Lever, CostFigures Figures)> replays)
    {
        int repeated = requests.Count - requests.Select(r => r.Work).Distinct().Count();
        console.WriteLine(Invariant(
            $"{plan.Trace.Name}: {requests.Count:N0} requests in {requests[^1].At:h\\:mm\\:ss}, {repeated:N0} of them drawn as repeats (--repeats {plan.Repeats} --close {plan.Close} --seed {plan.Seed}). Arrivals and tokens are the trace's; who repeats whom is synthetic."));
        console.WriteLine(Invariant(
            $"USD {plan.Price.Input} a million input tokens, {plan.Price.Output} output; {plan.TimePerInputToken.TotalMilliseconds} ms an input token, {plan.TimePerOutputToken.TotalMilliseconds} ms an output token; {plan.Workers} workers."));
        console.Write(TableOf(replays));
        console.WriteLine(Curve(replays[0].Figures));
        bool holds = true;
        foreach ((Lever lever, CostFigures figures) in replays)
        {
            string[] faults = [.. figures.Faults()];
            holds &= faults.Length == 0;
            console.WriteLine(faults.Length == 0
                ? $"{lever.Name}: the ledger's {figures.Ledger.Cost} USD are the sum of its {figures.Tasks.Count:N0} tasks, to the micro-dollar."
                : $"{lever.Name}: NOT EXACT: {string.Join("; ", faults)}.");
        }

        return holds;
    }

    private static Table TableOf(IReadOnlyList<(Lever Lever, CostFigures Figures)> replays)
    {
        Table table = new Table().RoundedBorder().AddColumn("levers");
        foreach ((Lever lever, _) in replays)
        {
            table.AddColumn(new TableColumn(lever.Name).RightAligned());
        }

        decimal full = replays[0].Figures.Ledger.Cost.Amount;
        Row("model calls", f => Invariant($"{f.Ledger.Calls:N0}"));
        Row("input tokens", f => Invariant($"{f.Ledger.Usage.Input:N0}"));
        Row("output tokens", f => Invariant($"{f.Ledger.Usage.Output:N0}"));
        Row("bill, USD", f => Invariant($"{f.Ledger.Cost.Amount:N6}"));
        Row("of the bill without", f => full == 0 ? "-" : Invariant($"{100 * f.Ledger.Cost.Amount / full:N1} %"));
        Row("saved by coalescing, USD", f => Invariant($"{f.Ledger.SavedByCoalescing.Amount:N6}"));
        Row("saved by cache, USD", f => Invariant($"{f.Ledger.SavedByCache.Amount:N6}"));
        Row("submit to done, p50 s", f => Invariant($"{f.Seconds(0.5):N2}"));
        Row("submit to done, p95 s", f => Invariant($"{f.Seconds(0.95):N2}"));
        return table;

        void Row(string name, Func<CostFigures, string> figure) => table.AddRow([name, .. replays.Select(r => figure(r.Figures))]);
    }

    private static string Curve(CostFigures figures)
    {
        long[] dearestFirst = [.. figures.Tasks.Select(t => t.Cost.Micros).OrderDescending()];
        decimal total = Math.Max(1, dearestFirst.Sum());
        IEnumerable<string> shares = CurveAt.Select(share =>
            Invariant($"top {100 * share:0.#} % of tasks {100 * dearestFirst.Take((int)Math.Ceiling(share * dearestFirst.Length)).Sum() / total:N1} %"));
        return $"Of the cost without levers: {string.Join(", ", shares)}.";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
