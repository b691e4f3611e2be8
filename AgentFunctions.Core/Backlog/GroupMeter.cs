using AgentFunctions.Tasks;

namespace AgentFunctions.Backlog;

/// <summary>Counts the tasks of one agent in one lane, as this instance sees them. Not thread-safe.</summary>
internal sealed class GroupMeter(Lane lane, string agent)
{
    // A change of rate shows within about this time.
    private static readonly TimeSpan RateMemory = TimeSpan.FromSeconds(15);

    private long _waiting;
    private long _running;
    private long _started;
    private long _startedAtTick;
    private double _rate;
    private DateTimeOffset? _waitingSince;
    private DateTimeOffset? _lastStarted;

    public void Move(AgentTask? before, AgentTask after)
    {
        bool starts = after.Status == AgentTaskStatus.Running && after.Attempts.Count > (before?.Attempts.Count ?? 0);
        _waiting += Count(after, AgentTaskStatus.Queued) - Count(before, AgentTaskStatus.Queued);
        _running += Count(after, AgentTaskStatus.Running) - Count(before, AgentTaskStatus.Running);
        if (after is { Status: AgentTaskStatus.Queued, Leader: null })
        {
            _waitingSince ??= after.DueAt;
        }

        if (before?.Status == AgentTaskStatus.Running && after.Attempts.Count < before.Attempts.Count)
        {
            // It was put off before anything was done.
            _started--;
        }

        if (starts)
        {
            _started++;
            _lastStarted = after.DueAt;
        }
    }

    /// <summary>Takes the rate. Without a queue the rate is that of arrivals, and only says that it can be at least that.</summary>
    /// <param name="isAnyWaiting">Whether tasks of the group wait, on any instance's account.</param>
    public void Tick(TimeSpan elapsed, bool isAnyWaiting)
    {
        double now = Math.Max(0, _started - _startedAtTick) / elapsed.TotalSeconds;
        _startedAtTick = _started;
        if (isAnyWaiting)
        {
            _rate = _rate == 0 ? now : _rate + ((1 - Math.Exp(-elapsed / RateMemory)) * (now - _rate));
        }
        else
        {
            _rate = Math.Max(_rate, now);
            _waitingSince = null;
        }
    }

    public GroupCounts Read() => new(lane, agent, _waiting, _running, _started, _rate, _waitingSince, _lastStarted);

    // A task that waits for the answer of another is no work of its own.
    private static int Count(AgentTask? task, AgentTaskStatus status) => task is { Leader: null } && task.Status == status ? 1 : 0;
}
