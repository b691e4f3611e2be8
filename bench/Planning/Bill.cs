using AgentFunctions.Costs;

namespace AgentFunctions.Bench.Planning;

/// <summary>One component of a month's bill.</summary>
/// <param name="Low">US dollars a month.</param>
/// <param name="High">More than <paramref name="Low"/> where the figures leave it open.</param>
/// <param name="Basis">What it was reckoned from.</param>
internal sealed record BillLine(string Name, Usd Low, Usd High, string Basis)
{
    public BillLine(string name, decimal dollars, FormattableString basis)
        : this(name, Usd.RoundUp(dollars), Usd.RoundUp(dollars), FormattableString.Invariant(basis))
    {
    }
}

/// <summary>A month's bill by component.</summary>
internal static class Bill
{
    /// <summary>Name of the line that is no infrastructure.</summary>
    public const string ModelTokens = "model tokens";

    public static IReadOnlyList<BillLine> Of(Plan plan, PriceTable prices) => plan.Hosting.IsLocal
        ? [new BillLine("compute, queue, storage", 0, $"your own machine, which has no price here"), Model(plan.Inputs.Demand, prices)]
        :
        [
            .. Compute(plan, prices),
            .. ServiceBus(plan, prices),
            .. Storage(plan.Inputs.Demand, prices),
            Logs(plan.Inputs.Demand, prices),
            .. FrontDoor(plan, prices),
            Model(plan.Inputs.Demand, prices),
        ];

    /// <summary>Mean over a day that is one busiest hour and 23 even ones.</summary>
    public static double OverDay(double busy, double quiet) => (busy + (23 * quiet)) / 24;

    private static IEnumerable<BillLine> Compute(Plan plan, PriceTable prices)
    {
        Demand demand = plan.Inputs.Demand;
        double monthSeconds = Assumptions.Hours * 3600;
        int minimum = plan.Pools.Sum(p => p.Knobs.Minimum);
        if (plan.Hosting.Kind == HostingKind.ContainerApps)
        {
            double replicas = plan.Pools.Sum(p => OverDay(p.Busy.Instances, p.Quiet.Instances));
            yield return Replicas("compute", replicas, prices);
            if (plan.Regions > 1)
            {
                yield return Replicas("compute, second region's minimum", Math.Max(1, minimum), prices);
            }

            yield break;
        }

        double active = plan.Pools.Sum(p => OverDay(p.Busy.Active, p.Quiet.Active));
        double ready = plan.Pools.Sum(p => OverDay(Math.Min(p.Busy.Active, p.Knobs.Minimum), Math.Min(p.Quiet.Active, p.Knobs.Minimum)));

        // Requests come by chance: a second is billed unless none came within it.
        double http = 1 - Math.Exp(-demand.TasksPerDay * Assumptions.Requests / 86_400 * Assumptions.ShortestExecution);
        double demanded = (active - ready + http) * monthSeconds * Assumptions.InstanceGigabytes;
        double executions = ((demand.WorkedPerDay + (demand.TasksPerDay * Assumptions.Requests)) * Assumptions.Hours / 24) + (Assumptions.Hours * 60);
        yield return new BillLine("compute, on demand", prices["flex.onDemand"].Of(demanded), $"{active - ready + http:0.00} instances of {Assumptions.InstanceGigabytes} GB executing, of these {http:0.00} for HTTP");
        yield return new BillLine("executions", prices["flex.executions"].Of(executions), $"{executions:N0}: tasks, {Assumptions.Requests} HTTP requests each, timers");
        if (minimum > 0)
        {
            double gigabytes = minimum * monthSeconds * Assumptions.InstanceGigabytes;
            decimal baseline = prices["flex.alwaysReady"].Of(gigabytes);
            yield return new BillLine("compute, always ready", baseline + prices["flex.alwaysReadyExecution"].Of(ready * monthSeconds * Assumptions.InstanceGigabytes), $"{minimum} instances, {ready:0.00} of them executing");
            if (plan.Regions > 1)
            {
                yield return new BillLine("compute, second region's minimum", baseline, $"{minimum} instances always ready; what it executes, the first does not");
            }
        }
    }

    private static BillLine Replicas(string name, double replicas, PriceTable prices)
    {
        double seconds = replicas * Assumptions.Hours * 3600;
        decimal price = prices["containerApps.processor"].Of(seconds * Assumptions.Processors) + prices["containerApps.memory"].Of(seconds * Assumptions.InstanceGigabytes);
        return new BillLine(name, price, $"{replicas:0.00} replicas of {Assumptions.Processors} vCPU and {Assumptions.InstanceGigabytes} GiB, all at the active price");
    }

    private static IEnumerable<BillLine> ServiceBus(Plan plan, PriceTable prices)
    {
        if (plan.Queue.Units > 0)
        {
            for (int region = 0; region < plan.Regions; region++)
            {
                yield return new BillLine(region == 0 ? "Service Bus" : "Service Bus, second region", prices["serviceBus.premiumUnit"].Of(plan.Queue.Units), $"Premium, {plan.Queue.Units} messaging units");
            }

            yield break;
        }

        double operations = plan.Inputs.Demand.AskedPerDay * Assumptions.QueueOperations * Assumptions.Hours / 24;
        yield return new BillLine("Service Bus", prices["serviceBus.standardBase"].OfAll(1) + Operations(operations, prices), $"Standard, {operations:N0} operations");
    }

    /// <summary>Steps in which further operations cost less.</summary>
    internal static decimal Operations(double operations, PriceTable prices)
    {
        string[] steps = ["serviceBus.standardOperations", "serviceBus.standardOperationsNext", "serviceBus.standardOperationsOver"];
        decimal sum = 0;
        foreach ((int i, string step) in steps.Index())
        {
            double until = i + 1 < steps.Length ? (double)prices[steps[i + 1]].Free : double.MaxValue;
            sum += prices[step].Of(Math.Min(operations, until));
        }

        return sum;
    }

    private static IEnumerable<BillLine> Storage(Demand demand, PriceTable prices)
    {
        double tasks = demand.TasksPerDay * Assumptions.Hours / 24;
        (double least, double most) = (tasks * Assumptions.StorageCallsTogether, tasks * Assumptions.StorageCallsAlone);
        yield return new BillLine(
            "storage operations",
            Usd.RoundUp(prices["tables.operations"].Of(least)),
            Usd.RoundUp(prices["tables.operations"].Of(most)),
            FormattableString.Invariant($"{Assumptions.StorageCallsTogether} a task where many go at once, {Assumptions.StorageCallsAlone} alone with cache and coalescing"));
        double gigabytes = demand.TasksPerDay * Assumptions.DaysKept * ((Assumptions.StateKilobytes * 1000) + ((demand.InputTokens + demand.OutputTokens) * Assumptions.BytesPerToken)) / 1e9;
        yield return new BillLine("storage capacity", prices["tables.capacity"].Of(gigabytes), $"{gigabytes:0.00} GB: what {Assumptions.DaysKept} days leave");
    }

    private static BillLine Logs(Demand demand, PriceTable prices)
    {
        double gigabytes = demand.TasksPerDay * Assumptions.Hours / 24 * Assumptions.TelemetryKilobytes * 1000 / 1e9;
        return new BillLine("Application Insights", prices["logs.ingestion"].Of(gigabytes), $"{gigabytes:0.00} GB, {Assumptions.TelemetryKilobytes} kB a task, not sampled");
    }

    private static IEnumerable<BillLine> FrontDoor(Plan plan, PriceTable prices)
    {
        if (plan.Regions > 1)
        {
            double requests = plan.Inputs.Demand.TasksPerDay * Assumptions.Requests * Assumptions.Hours / 24;
            double gigabytes = requests * ((Assumptions.StateKilobytes * 1000) + (plan.Inputs.Demand.OutputTokens * Assumptions.BytesPerToken)) / 1e9;
            decimal price = prices["frontDoor.base"].OfAll(1) + prices["frontDoor.requests"].Of(requests) + prices["frontDoor.outbound"].Of(gigabytes);
            yield return new BillLine("Front Door", price, $"Standard, {requests:N0} requests, {gigabytes:0.0} GB");
        }
    }

    private static BillLine Model(Demand demand, PriceTable prices)
    {
        double tasks = demand.AskedPerDay * Assumptions.Hours / 24;
        double paid = tasks * (1 - (demand.BatchShare * (1 - Assumptions.BatchFactor)));
        decimal price = prices["model.input"].Of(paid * demand.InputTokens * (1 - demand.PromptCacheShare))
            + prices["model.cachedInput"].Of(paid * demand.InputTokens * demand.PromptCacheShare)
            + prices["model.output"].Of(paid * demand.OutputTokens);
        return new BillLine(ModelTokens, price, $"{tasks:N0} tasks of {demand.InputTokens:0} and {demand.OutputTokens:0} tokens at {prices["model.input"].Usd} and {prices["model.output"].Usd} a million");
    }
}
