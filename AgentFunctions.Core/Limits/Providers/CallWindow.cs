using AgentFunctions.Tasks;

namespace AgentFunctions.Limits.Providers;

/// <summary>Calls and tokens that instances took within one second of the clock.</summary>
internal sealed record SlotUse(long Second, long Calls, long Tokens);

/// <summary>The calls of the last minute, second by second, and whether another one fits.</summary>
/// <remarks>
/// Providers count over sliding windows, and calls differ in size. A token bucket with burst B and rate r promises B + 60r in
/// 60 s, and no promise is left once a call larger than B may borrow. So what left is kept, and each taking is held against it:
/// a call that leaves at t was taken within <see cref="SliceSeconds"/> before. Those that leave within any 60 s were
/// therefore taken within 62 s; one more second is for the slots' width, and one for clocks and networks that differ.
/// When the last of them was taken, all of them stood in its window of 64 s, whose sum the limit bounds.
/// A second rule over a few seconds spreads calls out, since providers also look at less than a minute.
/// A call larger than a rule allows passes when that rule's window is empty.
/// </remarks>
internal static class CallWindow
{
    /// <summary>How long a slice may be used after it was taken.</summary>
    public const int SliceSeconds = 2;

    /// <summary>Length of the window.</summary>
    public const int Seconds = 60 + SliceSeconds + 2;

    private const int BurstSeconds = 6;

    // A quarter more than an even pace, so that the minute and not the burst decides.
    private const double BurstShare = 1.25 * BurstSeconds / 60;

    /// <summary>The slots that still count.</summary>
    public static IEnumerable<SlotUse> Recent(IEnumerable<SlotUse> slots, long second) => slots.Where(s => s.Second > second - Seconds);

    /// <summary>When calls of this size fit: <paramref name="second"/>, or the first one at which enough has left the windows.</summary>
    public static long FitsAt(IReadOnlyList<SlotUse> slots, CallSize need, RateLimits limits, Lane? lane, long second) =>
        Rules(limits, lane).Max(rule => rule.FitsAt(slots, need, second), second);

    /// <summary>What fits now beside what has left.</summary>
    public static CallSize Room(IReadOnlyList<SlotUse> slots, RateLimits limits, Lane? lane, long second)
    {
        List<WindowRule> rules = [.. Rules(limits, lane)];
        return new CallSize(
            rules.Where(r => !r.OfTokens).Min(r => r.Most - r.Taken(slots, second), long.MaxValue),
            rules.Where(r => r.OfTokens).Min(r => r.Most - r.Taken(slots, second), long.MaxValue));
    }

    // Lanes leave room for those before them, so that an interactive call finds some while others saturate the model.
    private static (double OfMinute, double OfBurst) Reserve(Lane? lane) => lane switch
    {
        Lane.Economy => (0.05, 0.3),
        Lane.Standard => (0.02, 0.15),
        _ => (0, 0),
    };

    private static IEnumerable<WindowRule> Rules(RateLimits limits, Lane? lane)
    {
        (double ofMinute, double ofBurst) = Reserve(lane);
        foreach ((bool ofTokens, double? perMinute) in new[] { (false, limits.Calls), (true, limits.Tokens) })
        {
            if (perMinute is { } most)
            {
                yield return new WindowRule(ofTokens, Seconds, Less(most, ofMinute));
                yield return new WindowRule(ofTokens, BurstSeconds, Less(most * BurstShare, ofBurst));
            }
        }
    }

    private static long Less(double most, double reserve) => (long)most - (long)(most * reserve);

    private static long Max(this IEnumerable<WindowRule> rules, Func<WindowRule, long> of, long least) => rules.Select(of).Append(least).Max();

    private static long Min(this IEnumerable<WindowRule> rules, Func<WindowRule, long> of, long most) => rules.Select(of).Append(most).Min();

    /// <summary>Within so many seconds no more than so much, unless it is the only call.</summary>
    private readonly record struct WindowRule(bool OfTokens, int Seconds, long Most)
    {
        public long Taken(IReadOnlyList<SlotUse> slots, long second)
        {
            (bool ofTokens, int seconds) = (OfTokens, Seconds);
            return slots.Where(s => s.Second > second - seconds).Sum(s => ofTokens ? s.Tokens : s.Calls);
        }

        public long FitsAt(IReadOnlyList<SlotUse> slots, CallSize need, long second)
        {
            long taken = Taken(slots, second);
            long fits = second;
            foreach (SlotUse slot in slots)
            {
                if (taken == 0 || taken + (OfTokens ? need.Tokens : need.Calls) <= Most)
                {
                    break;
                }

                if (slot.Second > second - Seconds)
                {
                    taken -= OfTokens ? slot.Tokens : slot.Calls;
                    fits = slot.Second + Seconds;
                }
            }

            return fits;
        }
    }
}
