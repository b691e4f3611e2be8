using System.Text.Json.Serialization;

namespace AgentFunctions.Bench.Planning;

/// <summary>A plan as JSON. Waits are seconds, money is US dollars a month.</summary>
internal sealed record PlanSummary(
    int Stage, string Hosting, int Regions, string Queue, int MessagingUnits, IReadOnlyList<PoolSummary> Pools, IReadOnlyList<Overload> Overloads, IReadOnlyList<BillSummary> Bill)
{
    public static PlanSummary Of(PlanOutcome outcome) => new(
        outcome.Plan.Stage,
        outcome.Plan.Hosting.Name,
        outcome.Plan.Regions,
        outcome.Plan.Queue.Name,
        outcome.Plan.Queue.Units,
        [.. outcome.Plan.Pools.Select(p => new PoolSummary(p.Name, p.Knobs.Minimum, p.Knobs.Maximum, p.Knobs.Concurrency, p.Knobs.Depth, p.Knobs.Idle.TotalMinutes, p.Busy, p.Quiet))],
        outcome.Plan.Overloads,
        [.. outcome.Bill.Select(b => new BillSummary(b.Name, b.Low.Amount, b.High.Amount, b.Basis))]);
}

internal sealed record PoolSummary(string Name, int Minimum, int Maximum, int Concurrency, int Depth, double IdleMinutes, PoolFigures BusiestHour, PoolFigures OtherHours);

internal sealed record BillSummary(string Name, decimal Low, decimal High, string Basis);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(PlanSummary))]
internal sealed partial class PlanJson : JsonSerializerContext;
