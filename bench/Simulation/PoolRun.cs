using AgentFunctions.Bench.Planning;
using AgentFunctions.Bench.Planning.Scaling;

namespace AgentFunctions.Bench.Simulation;

/// <summary>What a pool is like.</summary>
/// <param name="Knobs">Its settings.</param>
/// <param name="Start">From the decision until a new instance takes its first task.</param>
/// <param name="Rule">Makes its scale controller.</param>
internal sealed record SimulatedPool(Knobs Knobs, TimeSpan Start, Func<TimeProvider, IScaleRule> Rule)
{
    /// <value>The provider's limits; null: none.</value>
    public int? RequestsPerMinute { get; init; }

    public int? TokensPerMinute { get; init; }

    public static SimulatedPool Of(HostingOption hosting, Knobs knobs) => new(knobs, hosting.Start, time => hosting.Rule(knobs, time));
}

/// <summary>
/// One run, event by event: tasks come, wait in the order in which they came, are taken by an instance with a free place and end; the controller looks, instances
/// start and leave. One that leaves takes no more tasks and ends those it has. A task that the provider's limits put off goes back to the queue until then.
/// </summary>
internal sealed class PoolRun
{
    private readonly SimulatedPool _pool;
    private readonly IReadOnlyList<SimulatedTask> _tasks;
    private readonly PoolMeter _meter;
    private readonly EventClock _clock = new();
    private readonly PriorityQueue<Happening, double> _events = new();
    private readonly Queue<SimulatedTask> _waiting = new();
    private readonly List<SimulatedInstance> _instances = [];
    private readonly FreePlaces _free;
    private readonly ProviderSide _provider;
    private readonly IScaleRule _rule;
    private int _next;
    private int _ready;
    private int _busy;
    private int _active;
    private int _putOff;
    private int _leaving;
    private int _arrivedAtLook;
    private double _lookedAt;

    /// <param name="tasks">In the order in which they come.</param>
    public PoolRun(SimulatedPool pool, IReadOnlyList<SimulatedTask> tasks, PoolMeter meter, Random random)
    {
        (_pool, _tasks, _meter) = (pool, tasks, meter);
        _free = new FreePlaces(random);
        _provider = new ProviderSide(pool.RequestsPerMinute, pool.TokensPerMinute, _clock, random);
        _rule = pool.Rule(_clock);
    }

    /// <param name="from">When the run begins; the pool has its minimum then.</param>
    /// <param name="until">End of the measured stretch; the run goes on until its tasks have begun.</param>
    public void Run(double from, double until, Random random)
    {
        _clock.Seconds = _lookedAt = from;
        _meter.Begin(from, until);
        Add(_pool.Knobs.Minimum, TimeSpan.Zero);

        // Nobody knows how the looks lie to the tasks.
        _events.Enqueue(new Happening(HappeningKind.Look), from + (random.NextDouble() * _rule.Interval.TotalSeconds));
        while (_next < _tasks.Count || _waiting.Count > 0 || _putOff > 0 || _clock.Seconds < until)
        {
            double arrival = _next < _tasks.Count ? _tasks[_next].At : double.PositiveInfinity;
            if (_events.TryPeek(out _, out double at) && at < arrival)
            {
                MoveTo(at);
                Handle(_events.Dequeue());
            }
            else
            {
                MoveTo(arrival);
                _waiting.Enqueue(_tasks[_next++]);
            }

            Dispatch();
        }
    }

    private void MoveTo(double now)
    {
        _meter.MoveTo(now, _ready * _pool.Knobs.Concurrency, _busy, _instances.Count + _leaving, _active, _waiting.Count + _putOff);
        _clock.Seconds = now;
    }

    private void Handle(Happening happening)
    {
        switch (happening.Kind)
        {
            case HappeningKind.End:
                End(happening.Instance!);
                break;
            case HappeningKind.Ready when !happening.Instance!.IsLeaving:
                happening.Instance.IsReady = true;
                _ready++;
                _free.Add(happening.Instance);
                break;
            case HappeningKind.Due:
                _putOff--;
                _waiting.Enqueue(happening.Task);
                break;
            case HappeningKind.Look:
                Look();
                break;
        }
    }

    private void Dispatch()
    {
        while (_waiting.Count > 0 && _free.Any)
        {
            SimulatedTask task = _waiting.Dequeue();
            SimulatedInstance instance = _free.Draw();
            if (instance.Gate is { } gate && _provider.Ask(gate, task) is { } again)
            {
                _putOff++;
                _events.Enqueue(new Happening(HappeningKind.Due, null, task), Math.Max(again, _clock.Seconds));
                continue;
            }

            _meter.Begun(task, _clock.Seconds);
            _busy++;
            _active += instance.Busy == 0 ? 1 : 0;
            if (++instance.Busy == _pool.Knobs.Concurrency)
            {
                _free.Remove(instance);
            }

            _events.Enqueue(new Happening(HappeningKind.End, instance), _clock.Seconds + task.Seconds);
        }
    }

    private void End(SimulatedInstance instance)
    {
        _busy--;
        instance.Busy--;
        _active -= instance.Busy == 0 ? 1 : 0;
        if (!instance.IsLeaving)
        {
            _free.Add(instance);
        }
        else if (instance.Busy == 0)
        {
            _leaving--;
        }
    }

    private void Look()
    {
        double span = _clock.Seconds - _lookedAt;
        double rate = span <= 0 ? 0 : (_next - _arrivedAtLook) / span;
        (_lookedAt, _arrivedAtLook) = (_clock.Seconds, _next);
        int wanted = _rule.Look(new PoolView(_instances.Count, _busy, _waiting.Count, rate));
        if (wanted > _instances.Count)
        {
            Add(wanted - _instances.Count, _pool.Start);
        }

        // The youngest go first, as with replica sets; a worker of the local host goes only when it is idle.
        for (int i = _instances.Count - 1; i >= 0 && _instances.Count > wanted; i--)
        {
            if (_pool.Knobs.Concurrency > 1 || _instances[i].Busy == 0)
            {
                Remove(i);
            }
        }

        _events.Enqueue(new Happening(HappeningKind.Look), _clock.Seconds + _rule.Interval.TotalSeconds);
    }

    private void Add(int count, TimeSpan start)
    {
        for (int i = 0; i < count; i++)
        {
            SimulatedInstance instance = new(_provider.Open());
            _instances.Add(instance);
            if (start == TimeSpan.Zero)
            {
                Handle(new Happening(HappeningKind.Ready, instance));
            }
            else
            {
                _events.Enqueue(new Happening(HappeningKind.Ready, instance), _clock.Seconds + start.TotalSeconds);
            }
        }
    }

    private void Remove(int at)
    {
        SimulatedInstance instance = _instances[at];
        _instances.RemoveAt(at);
        instance.IsLeaving = true;
        _free.Remove(instance);
        _ready -= instance.IsReady ? 1 : 0;
        _leaving += instance.Busy > 0 ? 1 : 0;
    }
}
