namespace AgentFunctions.Bench.Planning;

/// <summary>Chooses stage, hosting, knobs and queue tier.</summary>
internal static class Planner
{
    // Above the largest need: what a slow hour of the model adds, and the controller's own rounding.
    private const double Headroom = 1.25;

    // Standard deviations of the number of tasks under way that the maximum still takes: one time in 100 there are more.
    private const double Deviations = 2.33;

    // Messaging units that a Premium namespace can have.
    private static readonly int[] UnitSizes = [1, 2, 4, 8, 16];

    private static readonly string[] Functions = ["RunInteractiveTask", "RunStandardTask", "RunEconomyTask"];

    /// <exception cref="FormatException">More is asked for than can ever be done; names the option and what is allowed.</exception>
    public static Plan Make(PlanInputs inputs)
    {
        int stage = StageOf(inputs.Demand.TasksPerDay);
        HostingOption hosting = inputs.Hosting ?? HostingOption.Of(stage switch
        {
            10 => HostingKind.LocalInMemory,
            100 => HostingKind.Local,
            _ => HostingKind.FlexConsumption,
        });
        ProviderNeed? need = ProviderNeed.Of(inputs).MinBy(n => n.Rate);
        Demand demand = inputs.Demand;
        if (need is not null && need.Rate < demand.MeanRate)
        {
            throw new FormatException(ProviderOverload.Refusal(need, demand));
        }

        List<Overload> overloads = [];
        if (need is not null && need.Rate < demand.BusyRate)
        {
            overloads.Add(ProviderOverload.Of(need, demand));
        }

        PoolPlan[] pools = [.. PoolsOf(inputs, hosting).Select(p => Pool(p.Name, p.Share, inputs, hosting, overloads))];
        bool isWide = stage == 10_000 && !hosting.IsLocal;
        return new Plan(inputs, stage, hosting, pools, QueueOf(stage, hosting, demand, overloads), isWide ? 2 : 1, overloads);
    }

    /// <summary>The stage that is built for so many tasks.</summary>
    public static int StageOf(double tasksPerDay) => tasksPerDay switch
    {
        <= 10 => 10,
        <= 100 => 100,
        < 10_000 => 1000,
        _ => 10_000,
    };

    private static IEnumerable<(string Name, double Share)> PoolsOf(PlanInputs inputs, HostingOption hosting) => hosting.Kind == HostingKind.FlexConsumption
        ? inputs.Lanes.Select((share, i) => (Functions[i], share)).Where(p => p.share > 0)
        : [("all lanes", 1.0)];

    private static PoolPlan Pool(string name, double share, PlanInputs inputs, HostingOption hosting, List<Overload> overloads)
    {
        Demand demand = inputs.Demand.Share(share);
        ProviderNeed[] needs = [.. ProviderNeed.Of(inputs)];
        PoolLoad busy = PoolLoad.Busy(demand, inputs.Curve) with { Needs = needs, NeedShare = share };
        PoolLoad quiet = PoolLoad.Quiet(demand, inputs.Curve) with { Needs = needs, NeedShare = share };
        Knobs knobs = hosting.Knobs(inputs.Concurrency);
        double places = (busy.HighestErlangs + (Deviations * Math.Sqrt(busy.HighestErlangs))) * Headroom;
        int each = hosting.IsLocal ? 1 : Math.Min(knobs.Concurrency, knobs.Depth);
        int most = Math.Max((int)Math.Ceiling(places / each), Math.Max(knobs.Minimum, 1) + 1);
        if (most > hosting.Most)
        {
            double kept = Forecast.Of(busy, hosting, knobs with { Minimum = hosting.Most, Maximum = hosting.Most }).P95;
            if (kept > inputs.Wait)
            {
                overloads.Add(PoolOverload.TooFew(name, most, kept, inputs, hosting));
            }

            most = hosting.Most;
        }

        knobs = LeastMinimum(busy, hosting, knobs with { Maximum = most }, inputs.Wait);
        PoolFigures figures = Forecast.Of(busy, hosting, knobs);
        if (figures.P95 > inputs.Wait && overloads.Count == 0)
        {
            overloads.Add(PoolOverload.TooSlow(name, figures.P95, inputs));
        }

        return new PoolPlan(name, share, knobs, figures, Forecast.Of(quiet, hosting, knobs));
    }

    /// <summary>The fewest instances that must always be there for the wait that is wanted; more never make it longer.</summary>
    private static Knobs LeastMinimum(PoolLoad load, HostingOption hosting, Knobs knobs, double wait)
    {
        // Where something else than the number of instances makes tasks wait, as a provider's limit does, more of them are of no use.
        wait = Math.Max(wait, 1.05 * Forecast.Of(load, hosting, knobs with { Minimum = knobs.Maximum }).P95);
        (int low, int high) = (knobs.Minimum, knobs.Maximum);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Forecast.Of(load, hosting, knobs with { Minimum = middle }).P95 <= wait ? (low, middle) : (middle + 1, high);
        }

        return knobs with { Minimum = low };
    }

    private static QueueTier QueueOf(int stage, HostingOption hosting, Demand demand, List<Overload> overloads)
    {
        if (hosting.IsLocal)
        {
            return new QueueTier(hosting.Kind == HostingKind.LocalInMemory ? "embedded, in memory" : "embedded, SQLite", 0);
        }

        if (stage < 10_000)
        {
            return new QueueTier("Service Bus Standard", 0);
        }

        double bytes = 2 * demand.BusyRate * Messages.Bytes(demand);
        int units = Array.Find(UnitSizes, u => bytes <= u * Messages.BytesPerUnit);
        if (units == 0)
        {
            overloads.Add(new Overload(
                FormattableString.Invariant($"16 messaging units move {16 * Messages.BytesPerUnit / 1e6:0} MB a second; the busiest hour needs {bytes / 1e6:0}"),
                "sends are throttled and intake answers later",
                FormattableString.Invariant($"{(int)Math.Ceiling(bytes / (16 * Messages.BytesPerUnit))} namespaces, or shorter task inputs")));
        }

        return new QueueTier("Service Bus Premium", units == 0 ? 16 : units);
    }
}
