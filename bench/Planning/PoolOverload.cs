namespace AgentFunctions.Bench.Planning;

/// <summary>What a pool cannot do.</summary>
internal static class PoolOverload
{
    /// <summary>The hosting has fewer instances than are needed.</summary>
    /// <param name="needed">Instances that would be enough.</param>
    /// <param name="p95">Wait with as many as there can be, in seconds.</param>
    public static Overload TooFew(string pool, int needed, double p95, PlanInputs inputs, HostingOption hosting) => new(
        FormattableString.Invariant($"{hosting.Name} has at most {hosting.Most} instances; {pool} needs {needed} at its highest rate"),
        FormattableString.Invariant($"tasks wait in the busiest hour: with {hosting.Most} instances p95 is {p95:0} s"),
        hosting.IsLocal
            ? FormattableString.Invariant($"{(int)Math.Ceiling((double)needed / hosting.Most)} processes of the local host (worker), or --hosting flex")
            : FormattableString.Invariant($"--concurrency {(int)Math.Ceiling((double)inputs.Concurrency * needed / hosting.Most)}"));

    /// <summary>The wait that is wanted is not kept, however many instances there are.</summary>
    public static Overload TooSlow(string pool, double p95, PlanInputs inputs)
    {
        ProviderNeed? need = ProviderNeed.Of(inputs).MinBy(n => n.Rate);
        string longer = FormattableString.Invariant($"--wait {Math.Ceiling(p95)}");
        return new Overload(
            FormattableString.Invariant($"--wait {inputs.Wait} s is not kept by {pool}"),
            FormattableString.Invariant($"p95 is {p95:0.0} s; {(need is null ? "more instances would not change it" : "the provider's limits are full in bursts, whatever the number of instances")}"),
            need is null ? longer : FormattableString.Invariant($"{need.Name} {need.LimitForBursts(inputs.Demand.BusyRate, inputs.Curve):0}, or {longer}"));
    }
}
