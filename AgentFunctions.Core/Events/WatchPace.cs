using AgentFunctions.Backlog;
using AgentFunctions.Tasks;

namespace AgentFunctions.Events;

/// <summary>
/// How soon a stream looks at the store again: quickly right after something happened, then ever less often, down to a pace that fits what
/// the task does.
/// </summary>
internal sealed class WatchPace(TimeProvider time)
{
    private const double Slower = 1.5;

    /// <summary>Shares of the expected wait between looks.</summary>
    private const int LooksAWait = 4;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Streaming = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Running = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NearFront = TimeSpan.FromMilliseconds(500);

    // A cancellation comes unforeseen.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private TimeSpan _pause = First;

    /// <summary>The pause before the next look.</summary>
    /// <param name="changed">Whether the last look showed a new event other than a piece of the answer.</param>
    /// <param name="turnIn">When the task's turn is expected; null when nobody can say.</param>
    public TimeSpan Next(AgentTask task, bool changed, TimeSpan? turnIn)
    {
        TimeSpan slowest = SlowestFor(task, turnIn);
        _pause = changed ? First : _pause * Slower;
        return _pause = _pause < slowest ? _pause : slowest;
    }

    /// <summary>The pause before the next look at several tasks.</summary>
    public TimeSpan Next(bool changed)
    {
        _pause = changed ? NearFront : _pause * Slower;
        return _pause = _pause < Longest ? _pause : Longest;
    }

    private TimeSpan SlowestFor(AgentTask task, TimeSpan? turnIn) => task switch
    {
        { Status: AgentTaskStatus.Running, Stream: true } => Streaming,
        { Status: AgentTaskStatus.Running } or { Leader: not null } => Running,
        _ when task.DueAt - time.GetUtcNow() is var untilDue && untilDue > TimeSpan.Zero => Clamp(untilDue),
        _ => Clamp((turnIn ?? Longest) / LooksAWait),
    };

    private static TimeSpan Clamp(TimeSpan pause) => pause < NearFront ? NearFront : pause > Longest ? Longest : pause;
}
