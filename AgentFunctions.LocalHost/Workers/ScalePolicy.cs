using System.Globalization;

namespace AgentFunctions.LocalHost.Workers;

/// <summary>
/// Decides how many workers there should be from what waits in the queues, never from how fast it comes in: up as
/// soon as the messages waiting per worker exceed the threshold, down once some workers were idle long enough.
/// </summary>
internal sealed class ScalePolicy(WorkerPoolOptions options, TimeProvider time)
{
    private DateTimeOffset? _idleSince;
    private int _mostBusy;

    /// <summary>Looks at the pool.</summary>
    /// <param name="waiting">Messages that are due and that nobody has in hand; a batched queue counts as one.</param>
    /// <returns>The new size and why, or null to leave it.</returns>
    public (int Workers, string Reason)? Observe(int workers, int busy, long waiting)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (waiting > (long)workers * options.ScaleUpDepth && workers < options.Maximum)
        {
            _idleSince = null;
            int wanted = (int)Math.Min(options.Maximum, (waiting + options.ScaleUpDepth - 1) / options.ScaleUpDepth);
            return (wanted, Text($"{waiting} tasks wait for {workers} workers, more than {options.ScaleUpDepth} each"));
        }

        if (waiting > 0 || busy >= workers || workers <= options.Minimum)
        {
            _idleSince = null;
            return null;
        }

        _mostBusy = _idleSince is null ? busy : Math.Max(_mostBusy, busy);
        _idleSince ??= now;
        int needed = Math.Max(options.Minimum, _mostBusy);
        if (needed >= workers || now - _idleSince < options.ScaleDownIdle)
        {
            return null;
        }

        _idleSince = null;
        return (needed, Text($"{workers - needed} workers were idle for {options.ScaleDownIdle.TotalSeconds:0} s"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
