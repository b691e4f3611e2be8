using System.Globalization;
using AgentFunctions.Bench.Measuring;
using Spectre.Console;

namespace AgentFunctions.Bench.Batching;

/// <summary>Prints what the runs came to.</summary>
internal sealed class BatchingReport(IAnsiConsole console)
{
    // A console that is no terminal has 80 columns, which would break the rows.
    private const int Width = 200;

    /// <returns>True when everything holds that must.</returns>
    public bool Write(BatchingSeries series)
    {
        console.Profile.Width = Math.Max(Width, console.Profile.Width);
        WriteAssumptions(series.Plan);
        foreach (BatchingGroup group in series.Groups)
        {
            Write(Invariant($"Instructions of {group.Instructions} tokens"), group);
            WriteTurn(group);
        }

        WriteBreakEven(series);
        if (series.Adaptive is { } adaptive)
        {
            Write(Invariant($"Instructions of {adaptive.Instructions} tokens, and a model to which each further item adds {series.Plan.BadGrowth:0.###} of wrong answers"), adaptive);
        }

        return WriteFaults(series);
    }

    private void WriteAssumptions(BatchingPlan plan)
    {
        ModelHabits habits = plan.Habits;
        console.WriteLine(Invariant($"{plan.Tasks:N0} tasks of {plan.TaskTokens} tokens, Poisson at {plan.Rate} a second, lane standard, maxWait {plan.Wait.TotalSeconds} s, --seed {plan.Seed}. As many workers as are needed; virtual time."));
        console.WriteLine(Invariant($"USD {plan.Price.Input} a million input tokens, {plan.Price.Output} output; no prompt cache. The collector is called with {plan.Delivery.Least} to {plan.Delivery.Most} messages, or after {plan.Delivery.Wait.TotalSeconds} s with fewer."));
        console.WriteLine(Invariant($"Assumed, as the model is simulated: an answer takes {habits.FirstToken.TotalMilliseconds} ms and {1000 / habits.TokensASecond:0.##} ms an output token; of no use is a single answer with probability {habits.Wrong}, an item's in a request for n with {habits.Wrong} + {habits.Growth} (n - 1), half of them left out; {habits.Broken} of the answers to several tasks are not JSON."));
        console.WriteLine("Pass rates and latencies follow from these assumptions. Requests, tokens, cost, what is asked again and how it is booked are what the product did.");
    }

    private void Write(string title, BatchingGroup group)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title(title);
        foreach (string column in new[] { "size", "way", "requests", "for several", "tasks in each", "tokens in", "out", "cost, USD", "saved", "by the ledger", "asked again", "first of use", "added p50", "p95" })
        {
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        }

        foreach (BatchingFigures f in group.Packed.Prepend(group.Alone))
        {
            Percentiles added = f.AddedTo(group.Alone);
            table.AddRow(
                f.Case.Way == BatchingWay.Adaptive ? Invariant($"{f.Case.Size} to {f.Size}") : Invariant($"{f.Case.Size}"),
                WayOf(f),
                Invariant($"{f.Calls.Count:N0}"),
                Invariant($"{f.Calls.Count(c => c.Items > 0):N0}"),
                f.MeanItems is { } mean ? Invariant($"{mean:0.0}") : "-",
                Invariant($"{f.Ledger.Usage.Input:N0}"),
                Invariant($"{f.Ledger.Usage.Output:N0}"),
                Invariant($"{f.Ledger.Cost.Amount:0.0000}"),
                Percent(f.SavedAgainst(group.Alone)),
                Percent((double)(f.Ledger.SavedByBatching.Amount / (f.Ledger.Cost.Amount + f.Ledger.SavedByBatching.Amount))),
                Invariant($"{f.AskedAgain:N0}"),
                Percent(f.FirstPass),
                Seconds(added.P50),
                Seconds(added.P95));
        }

        console.Write(table);
    }

    private void WriteTurn(BatchingGroup group)
    {
        if (group.Held.Count == 0)
        {
            return;
        }

        BatchingFigures cheapest = group.Held.MinBy(f => f.Ledger.Cost.Amount)!;
        string paying = string.Join(", ", group.Held.Where(f => f.SavedAgainst(group.Alone) > 0).Select(f => Invariant($"{f.Case.Size}")));
        console.WriteLine(Invariant($"Cheaper than alone at sizes: {(paying.Length == 0 ? "none" : paying)}. Cheapest of those that share: {cheapest.Case.Size} ({Percent(cheapest.SavedAgainst(group.Alone))} saved)."));
    }

    // Cost rises with the instructions in a straight line, alone and packed, so that two lengths say where the lines meet.
    private void WriteBreakEven(BatchingSeries series)
    {
        if (series.Groups is not [var shorter, var longer, ..])
        {
            return;
        }

        foreach ((BatchingFigures low, BatchingFigures high) in shorter.Held.Join(longer.Held, f => f.Case.Size, f => f.Case.Size, (low, high) => (low, high)))
        {
            double lost = (double)(low.Ledger.Cost.Amount - shorter.Alone.Ledger.Cost.Amount);
            double won = (double)(longer.Alone.Ledger.Cost.Amount - high.Ledger.Cost.Amount);
            double even = shorter.Instructions + (lost / (lost + won) * (longer.Instructions - shorter.Instructions));
            console.WriteLine(Invariant($"Size {low.Case.Size}: packing costs as much as alone with instructions of {Math.Max(0, even):0} tokens, by the line through {shorter.Instructions} and {longer.Instructions}; with shorter ones it costs more."));
        }
    }

    private bool WriteFaults(BatchingSeries series)
    {
        bool holds = true;
        foreach (BatchingFigures f in series.Groups.Append(series.Adaptive).OfType<BatchingGroup>().SelectMany(g => g.Packed.Prepend(g.Alone)).Distinct())
        {
            foreach (string fault in f.Faults())
            {
                holds = false;
                console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[red]Instructions {f.Case.Instructions}, size {f.Case.Size}, {f.Case.Way}:[/] {fault}");
            }
        }

        if (holds)
        {
            console.WriteLine("In every run all tasks succeeded with their own answer, and the ledger equals the sum of its tasks and what the model counted.");
        }

        return holds;
    }

    private static string WayOf(BatchingFigures f) => f.Case.Way switch
    {
        BatchingWay.Alone => "alone",
        BatchingWay.Forced => "packed by force",
        BatchingWay.Adaptive => "adaptive size",
        _ when !f.IsPacked => "declined",
        _ => "packed",
    };

    private static string Percent(double share) => share.ToString("0.0%", CultureInfo.InvariantCulture);

    private static string Seconds(double milliseconds) => Invariant($"{milliseconds / 1000:0.00} s");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
