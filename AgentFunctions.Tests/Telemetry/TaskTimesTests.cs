using System.Diagnostics.Metrics;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;
using AgentFunctions.Tests.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Telemetry;

/// <summary>From which moment times are measured, and what is counted once.</summary>
public sealed class TaskTimesTests : IDisposable
{
    private readonly string _agent = $"agent-{Guid.NewGuid():n}";
    private readonly FakeTimeProvider _time = new(SampleTasks.Now);
    private readonly List<(string Name, double Value)> _measured = [];
    private readonly MeterListener _listener = new();

    public TaskTimesTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Meters.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument.Name, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void A_task_for_later_waits_from_when_it_may_be_begun()
    {
        AgentTask task = SampleTasks.Queued(_time, _agent) with { NotBefore = SampleTasks.Now.AddHours(1) };

        TaskMoves.Record(task, TaskLifecycle.Claim(task, "w", SampleTasks.Now.AddHours(1).AddSeconds(7), TimeSpan.FromMinutes(1)));

        Assert.Equal([("agentfn.attempts", 1), ("agentfn.task.wait", 7)], _measured);
    }

    [Fact]
    public void A_redriven_task_waits_and_lasts_from_its_redrive()
    {
        AgentTask task = SampleTasks.Queued(_time, _agent);
        AgentTask first = TaskLifecycle.Claim(task, "w", SampleTasks.Now, TimeSpan.FromMinutes(1));
        AgentTask dead = TaskLifecycle.DeadLetter(first, TaskError.LeaseLost, ModelUse.None, SampleTasks.Now);
        AgentTask again = TaskLifecycle.Redrive(dead, new TaskPatch(null, null, null), SampleTasks.Now.AddDays(1), SampleTasks.Now.AddDays(1));
        AgentTask second = TaskLifecycle.Claim(again, "w", SampleTasks.Now.AddDays(1).AddSeconds(2), TimeSpan.FromMinutes(1));
        AgentTask done = TaskLifecycle.Succeed(second, new Payload.Inline("{}"), ModelUse.None, SampleTasks.Now.AddDays(1).AddSeconds(5));

        TaskMoves.Record(dead, again);
        TaskMoves.Record(again, second);
        TaskMoves.Record(second, done);

        Assert.Equal([("agentfn.attempts", 1), ("agentfn.task.wait", 2), ("agentfn.task.duration", 5), ("agentfn.tasks.finished", 1)], _measured);
    }

    [Fact]
    public void A_second_attempt_is_no_wait_and_a_renewed_lease_is_nothing()
    {
        AgentTask task = SampleTasks.Queued(_time, _agent);
        AgentTask first = TaskLifecycle.Claim(task, "w", SampleTasks.Now, TimeSpan.FromMinutes(1));
        AgentTask lost = TaskLifecycle.Claim(first, "x", SampleTasks.Now.AddMinutes(2), TimeSpan.FromMinutes(1));

        TaskMoves.Record(first, TaskLifecycle.Renew(first, SampleTasks.Now, TimeSpan.FromMinutes(1)));
        TaskMoves.Record(first, lost);

        Assert.Equal([("agentfn.attempts", 1)], _measured);
    }

    [Theory]
    [InlineData(AnswerOrigin.Cache, false)]
    [InlineData(AnswerOrigin.Leader, true)]
    public void A_task_that_was_given_its_answer_tells_what_that_saved(AnswerOrigin origin, bool isCoalesced)
    {
        AgentTask task = SampleTasks.Queued(_time, _agent);
        AnswerSource source = new(origin, SampleTasks.Queued().Id, Usd.FromMicros(2500));

        TaskMoves.Record(task, TaskLifecycle.Answer(task, new Payload.Inline("{}"), source, "m", SampleTasks.Now.AddSeconds(1)));

        (string, double)[] always = [("agentfn.task.duration", 1), ("agentfn.tasks.finished", 1), ("agentfn.cost.saved", 0.0025)];
        Assert.Equal(isCoalesced ? [.. always, ("agentfn.tasks.coalesced", 1)] : always, _measured);
    }

    private void Take(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach ((string key, object? tag) in tags)
        {
            if (key == "agent" && (string?)tag == _agent)
            {
                _measured.Add((name, value));
            }
        }
    }
}
