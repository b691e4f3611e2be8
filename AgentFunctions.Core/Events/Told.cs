using AgentFunctions.Events.Deltas;
using AgentFunctions.Tasks;

namespace AgentFunctions.Events;

/// <summary>What a client has been told of a task, and so what is news to it.</summary>
internal sealed class Told(LifeEventId? last)
{
    private LifeEventId? _last = last;
    private LifeEvent? _standing;

    /// <summary>True while pieces of that attempt may be news.</summary>
    public bool WantsDeltas(int attempt) => attempt > 0 && (_last is not { } last || last < new LifeEventId(attempt, 1));

    /// <summary>Sequence of the last piece of that attempt that was told; 0 when none was.</summary>
    public int LastDelta(int attempt) => _last is { } last && last.Attempt == attempt ? last.Delta : 0;

    /// <summary>What is new in a later state of the task, oldest first.</summary>
    /// <param name="pieces">New pieces of the answer of its last attempt.</param>
    public IReadOnlyList<LifeEvent> NewOf(AgentTask task, IReadOnlyList<AnswerDelta> pieces, long? position)
    {
        LifeEventId? before = _last;
        List<LifeEvent> news = [.. TaskEvents.Of(task).Concat(pieces.Select(EventOf)).Where(e => IsNew(e, before)).OrderBy(e => e.Id!.Value)];
        if (news is [.., var newest])
        {
            _last = newest.Id;
        }

        AddStanding(news, task, position);
        return news;
    }

    // The end is told even when the last event that was told has a later id: that attempt was taken back before it asked a model.
    private static bool IsNew(LifeEvent happened, LifeEventId? last) =>
        last is not { } known || happened.Id > known || (happened is LifeEvent.Ended && happened.Id != known);

    private static LifeEvent EventOf(AnswerDelta piece)
    {
        LifeEventId id = new(piece.Attempt, 0, piece.Sequence);
        return piece.Text is { } text ? new LifeEvent.Delta(id, piece.Attempt, text) : new LifeEvent.Restarted(id, piece.Attempt, piece.Model ?? string.Empty);
    }

    private void AddStanding(List<LifeEvent> news, AgentTask task, long? position)
    {
        LifeEvent? standing = StandingOf(task, position);
        if (standing == _standing)
        {
            return;
        }

        bool resumes = _standing is LifeEvent.Waiting && task.Status == AgentTaskStatus.Running;
        _standing = standing;
        if (standing is LifeEvent.Queued queued && news is [LifeEvent.Queued { Id: { } id }])
        {
            news[0] = queued with { Id = id };
        }
        else if (standing is not null)
        {
            news.Add(standing);
        }
        else if (resumes && news.Count == 0)
        {
            // The attempt had been told before it had to wait.
            news.Add(new LifeEvent.Running(TaskEvents.BeginningOf(task.Attempts.Count), task.Attempts[^1]));
        }
    }

    private static LifeEvent? StandingOf(AgentTask task, long? position) => task switch
    {
        { Status: not AgentTaskStatus.Queued } => null,
        { WaitingFor: { } reason } => new LifeEvent.Waiting(reason),
        _ when position is not null => new LifeEvent.Queued(null, position),
        _ => null,
    };
}
