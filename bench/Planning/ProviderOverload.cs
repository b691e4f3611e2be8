namespace AgentFunctions.Bench.Planning;

/// <summary>A provider's limit that the day keeps within and the busiest hour does not.</summary>
internal static class ProviderOverload
{
    /// <summary>Why a limit that the day's mean exceeds allows no plan.</summary>
    public static string Refusal(ProviderNeed need, Demand demand)
    {
        string needed = FormattableString.Invariant($"{need.Name} is {need.Limit:0}; the tasks need {demand.MeanRate * 60 * need.Each:0} a minute over the day");
        string excess = FormattableString.Invariant($"{(demand.MeanRate / need.Rate) - 1:0%} more than the {need.Limit * ProviderNeed.Usable:0} of it that can be used, so that they would never be done");
        return FormattableString.Invariant($"{needed}, {excess}. Allowed is {need.LimitFor(demand.MeanRate):0} or more; {need.LimitFor(demand.BusyRate):0} carries the busiest hour.");
    }

    public static Overload Of(ProviderNeed need, Demand demand)
    {
        double left = (demand.BusyRate - need.Rate) * 3600;
        double drained = left / Math.Max(1e-9, need.Rate - demand.QuietRate) / 3600;
        return new Overload(
            FormattableString.Invariant($"{need.Name} {need.Limit:0}: the busiest hour needs {demand.BusyRate * 60 * need.Each:0} a minute, {(demand.BusyRate / need.Rate) - 1:0%} more than the {need.Limit * ProviderNeed.Usable:0} that can be used"),
            FormattableString.Invariant($"{left:0} tasks are left at its end, the last of which waits {left / need.Rate / 60:0} minutes more; they are done {drained:0.0} hours later"),
            FormattableString.Invariant($"a limit of {need.LimitFor(demand.BusyRate):0}, or {left / 3600 / demand.BusyRate:0%} of the tasks to the batch API (--batch-share) or an economy lane that waits for the night"));
    }
}
