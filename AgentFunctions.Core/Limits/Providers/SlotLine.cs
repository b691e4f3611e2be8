using AgentFunctions.Tasks;

namespace AgentFunctions.Limits.Providers;

/// <summary>
/// The times at which this instance's share of a model can serve the tasks that it puts off, interactive ones before standard
/// and economy ones. Not thread-safe.
/// </summary>
internal sealed class SlotLine(Func<double> jitter)
{
    private static readonly TimeSpan Horizon = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset[] _next = new DateTimeOffset[Enum.GetValues<Lane>().Length];

    /// <summary>Gives out the next slot.</summary>
    /// <param name="earliest">Nothing is served before.</param>
    /// <param name="spacing">Time in which this instance's share serves one call.</param>
    /// <param name="waited">How long the task has waited. Slots are at most a minute ahead, or half of this: the rate may rise meanwhile.</param>
    public DateTimeOffset Next(Lane lane, DateTimeOffset earliest, TimeSpan spacing, TimeSpan waited, DateTimeOffset now)
    {
        TimeSpan reach = waited / 2 > Horizon ? waited / 2 : Horizon;
        DateTimeOffset last = (earliest > now ? earliest : now) + reach;
        DateTimeOffset slot = earliest > _next[(int)lane] ? earliest : _next[(int)lane];
        if (slot >= last)
        {
            // The line is longer than it is worth planning; these come back spread over the end of it.
            return last - (reach * jitter() / 2);
        }

        // A slot given to one lane is taken from those behind it, too.
        for (int behind = (int)lane; behind < _next.Length; behind++)
        {
            _next[behind] = (_next[behind] > slot ? _next[behind] : slot) + spacing;
        }

        return slot + (Shorter(spacing, reach) * jitter());
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
