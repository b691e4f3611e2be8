using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;

namespace AgentFunctions.Tests.Events;

/// <summary>The stored states of a task that lives as chance will have it, by the moves of its life cycle alone.</summary>
internal sealed class RandomLife(int seed)
{
    private const int Most = 25;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly Random _random = new(seed);
    private DateTimeOffset _now = SampleTasks.Now;
    private int _lost;

    /// <summary>All its states, oldest first.</summary>
    public IEnumerable<AgentTask> States()
    {
        AgentTask task = SampleTasks.Queued() with { Stream = _random.Next(2) == 0 };
        yield return task;
        for (int i = 0; i < Most; i++)
        {
            _now += TimeSpan.FromSeconds(1);
            if (Next(task) is not { } next)
            {
                yield break;
            }

            yield return task = next;
        }
    }

    private AgentTask? Next(AgentTask task)
    {
        if (_lost > 0)
        {
            int lost = _lost;
            _lost = 0;
            return TaskLifecycle.Bill(task, lost, Use());
        }

        return task.Status switch
        {
            AgentTaskStatus.Queued => Waiting(task),
            AgentTaskStatus.Running => Running(task),
            AgentTaskStatus.DeadLettered => TaskLifecycle.Redrive(task, TaskPatch.None, _now, _now),
            _ => null,
        };
    }

    private AgentTask Waiting(AgentTask task) => _random.Next(12) switch
    {
        0 => TaskLifecycle.Cancel(task, _now),
        1 => TaskLifecycle.Fail(task, Error(TaskError.Deadline), ModelUse.None, _now),
        2 => TaskLifecycle.Answer(task, new Payload.Inline("{}"), new AnswerSource(AnswerOrigin.Leader, task.Id, default), "m", _now),
        3 or 4 => TaskLifecycle.Postpone(task, Wait()),
        _ => TaskLifecycle.Claim(task, "w", _now, Lease),
    };

    private AgentTask Running(AgentTask task)
    {
        switch (_random.Next(12))
        {
            case 0:
                return TaskLifecycle.Succeed(task, new Payload.Inline("{}"), Use(), _now);
            case 1:
                return TaskLifecycle.Fail(task, Error(TaskError.CheckFailed), Use(), _now);
            case 2:
                _lost = task.Attempts.Count;
                return TaskLifecycle.Cancel(task, _now);
            case 3 or 4:
                _lost = task.Attempts.Count;
                return TaskLifecycle.Claim(task, "other", _now, Lease);
            case 5:
                return TaskLifecycle.Release(task, TaskError.HandedBack, Use(), _now, _now);
            case 6 or 7:
                return TaskLifecycle.Defer(task, Wait(), _random.Next(2) == 0 ? ModelUse.None : Use(), _now);
            case 8:
                return TaskLifecycle.DeadLetter(task, Error(TaskError.ModelUnavailable), Use(), _now);
            default:
                return TaskLifecycle.Release(task, Error(TaskError.ModelUnavailable), Use(), _now, _now + Lease);
        }
    }

    private ModelUse Use()
    {
        ModelCall call = SampleTasks.Use(micros: 1).Calls[0] with { Pack = _random.Next(4) == 0 ? new PackShare("p", 0, 7, default) : null };
        return new ModelUse([call]) { Turns = [.. Enumerable.Range(0, _random.Next(4)).Select(i => new ModelTurn(_now, $"m{i}", TurnEnd.Failed, null, default, default) { Reason = "no" })] };
    }

    private WaitReason Wait() => new(WaitReason.ProviderLimit, "full", _now + Lease);

    private static TaskError Error(string code) => new(code, "because");
}
