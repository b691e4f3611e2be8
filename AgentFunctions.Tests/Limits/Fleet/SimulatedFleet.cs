using AgentFunctions.Costs;
using AgentFunctions.Limits;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Models;
using AgentFunctions.Tasks;
using AgentFunctions.Workers;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Limits.Fleet;

/// <summary>
/// Many instances with many workers each before one model, in virtual time and on one thread: the same seed gives the same run.
/// Workers do as <see cref="TaskWorker"/> does: look whether a wait is known, ask the gate, call, settle, put off.
/// </summary>
internal sealed class SimulatedFleet
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LeaseOfTheDead = TimeSpan.FromSeconds(60);

    private readonly FleetPlan _plan;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly DateTimeOffset _start;
    private readonly Random _random;
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _events = new();
    private readonly Dictionary<Lane, PriorityQueue<SimulatedTask, (long Ticks, long Order)>> _queues = Enum.GetValues<Lane>().ToDictionary(l => l, _ => new PriorityQueue<SimulatedTask, (long, long)>());
    private readonly List<SimulatedInstance> _instances = [];
    private readonly RetryPolicy _retry = new();
    private long _order;

    public SimulatedFleet(FleetPlan plan)
    {
        (_plan, _random, _start) = (plan, new Random(plan.Seed), _time.GetUtcNow());
        Provider = new StrictProvider(plan.RequestsPerMinute, plan.TokensPerMinute, plan.TellsWhen, _time);
        Store = new ContendedStore(new Random(plan.Seed + 1), _time);
    }

    public StrictProvider Provider { get; }

    public ContendedStore Store { get; }

    public List<SimulatedTask> Done { get; } = [];

    public long Deliveries { get; private set; }

    /// <summary>Answered calls of each instance that lived to the end.</summary>
    public IReadOnlyList<int> Shares => [.. _instances.Where(i => i.IsAlive).Select(i => i.Answered)];

    /// <summary>Whether all tasks were answered.</summary>
    public bool IsDone => Done.Count == _plan.Tasks.Values.Sum() + _plan.Arrivals.Count;

    public TimeSpan Elapsed => _time.GetUtcNow() - _start;

    /// <summary>Runs a plan on a thread of its own, where no continuation is sent elsewhere.</summary>
    public static SimulatedFleet Run(FleetPlan plan)
    {
        SimulatedFleet fleet = new(plan);
        Exception? fault = null;
        Thread thread = new(() => fault = Record.Exception(fleet.Run));
        thread.Start();
        thread.Join();
        return fault is null ? fleet : throw new InvalidOperationException($"The run of seed {plan.Seed} broke.", fault);
    }

    private void Run()
    {
        Join(_plan.Instances);
        foreach (Lane lane in _plan.Tasks.SelectMany(t => Enumerable.Repeat(t.Key, t.Value)))
        {
            Enqueue(NewTask(lane), _time.GetUtcNow());
        }

        _plan.Arrivals.ToList().ForEach(a => After(a.At, () => Enqueue(NewTask(a.Lane), _time.GetUtcNow())));
        _plan.Changes.ToList().ForEach(c => After(c.At, () => Change(c.Instances)));
        while (!IsDone && Elapsed < _plan.Length)
        {
            while (_events.TryPeek(out _, out (long Ticks, long Order) next) && next.Ticks <= _time.GetUtcNow().Ticks)
            {
                _events.Dequeue()();
            }

            Deliver();
            _time.Advance(Step);
        }
    }

    private void Change(int instances)
    {
        Join(instances);
        SimulatedInstance[] alive = [.. _instances.Where(i => i.IsAlive)];
        _random.Shuffle(alive);
        foreach (SimulatedInstance dead in alive.Take(-instances))
        {
            dead.IsAlive = false;
            dead.InHand.ForEach(task => Enqueue(task, _time.GetUtcNow() + LeaseOfTheDead));
        }
    }

    private void Join(int instances)
    {
        for (int i = 0; i < instances; i++)
        {
            Random random = new(_plan.Seed + 100 + _instances.Count);
            _instances.Add(new SimulatedInstance(new CallGate(BudgetCatalogue.None, Store, _time, random.NextDouble), _plan.Workers));
        }
    }

    // Lanes share the workers 6 to 3 to 1, as they do.
    private void Deliver()
    {
        List<SimulatedInstance> free = [.. _instances.Where(i => i.IsAlive && i.Free > 0)];
        while (free.Count > 0)
        {
            long now = _time.GetUtcNow().Ticks;
            Lane[] due = [.. _queues.Where(q => q.Value.TryPeek(out _, out (long Ticks, long Order) next) && next.Ticks <= now).SelectMany(q => Enumerable.Repeat(q.Key, q.Key switch { Lane.Interactive => 6, Lane.Standard => 3, _ => 1 }))];
            if (due.Length == 0)
            {
                return;
            }

            SimulatedInstance instance = free[_random.Next(free.Count)];
            Handle(instance, _queues[due[_random.Next(due.Length)]].Dequeue());
            free.RemoveAll(i => i.Free == 0);
        }
    }

    private void Handle(SimulatedInstance instance, SimulatedTask task)
    {
        Deliveries++;
        if (instance.Gate.Foresee(_plan.Model, task.Lane, task.CreatedAt) is { } known)
        {
            Enqueue(task, known.Reason.Until);
            return;
        }

        instance.InHand.Add(task);
        _ = RunAsync(instance, task);
    }

    private async Task RunAsync(SimulatedInstance instance, SimulatedTask task)
    {
        CallScope scope = new(TenantId.Default, "a", task.Lane, task.CreatedAt);
        Lazy<TokenUsage> worst = new(new TokenUsage(task.Tokens / 2, 0, task.Tokens - (task.Tokens / 2), Estimated: true));
        Admission admission = await instance.Gate.AdmitAsync(scope, _plan.Model, worst, CancellationToken.None).ConfigureAwait(false);
        switch (admission)
        {
            case Admission.Wait wait:
                PutDown(instance, task, () => Enqueue(task, wait.Reason.Until));
                break;
            case Admission.Admitted admitted:
                After(TimeSpan.FromMilliseconds(_random.Next(10, 100)), () => Call(instance, task, admitted.Permit));
                break;
            default:
                throw new InvalidOperationException($"{admission}");
        }
    }

    private void Call(SimulatedInstance instance, SimulatedTask task, ICallPermit permit)
    {
        if (!instance.IsAlive)
        {
            return;
        }

        (bool accepted, TimeSpan? retryAfter) = Provider.Call(task.Tokens);
        if (accepted)
        {
            After(TimeSpan.FromMilliseconds(_random.Next(300, 6000)), () => PutDown(instance, task, () =>
            {
                _ = permit.SettleAsync(new CallEnd.Answered(new TokenUsage(task.Tokens / 2, 0, task.Tokens / 10, false), default));
                instance.Answered++;
                Done.Add(task with { AnsweredAt = _time.GetUtcNow() });
            }));
            return;
        }

        After(TimeSpan.FromMilliseconds(_random.Next(20, 80)), () => PutDown(instance, task, () =>
        {
            _ = permit.SettleAsync(new CallEnd.Throttled(retryAfter));
            SimulatedTask again = task with { Attempts = task.Attempts + 1 };
            Enqueue(again, _time.GetUtcNow() + _retry.Delay(again.Attempts, retryAfter, _random.NextDouble()));
        }));
    }

    private static void PutDown(SimulatedInstance instance, SimulatedTask task, Action then)
    {
        if (instance.IsAlive)
        {
            instance.InHand.Remove(task);
            then();
        }
    }

    private SimulatedTask NewTask(Lane lane) => new(++_order, lane, _random.Next(_plan.Tokens.Least, _plan.Tokens.Most + 1), _time.GetUtcNow());

    private void Enqueue(SimulatedTask task, DateTimeOffset at) => _queues[task.Lane].Enqueue(task, (at.Ticks, ++_order));

    private void After(TimeSpan delay, Action action) => _events.Enqueue(action, ((_time.GetUtcNow() + delay).Ticks, ++_order));
}

/// <summary>A task on its way.</summary>
internal sealed record SimulatedTask(long Id, Lane Lane, int Tokens, DateTimeOffset CreatedAt)
{
    public int Attempts { get; init; }

    public DateTimeOffset AnsweredAt { get; init; }
}

/// <summary>One instance of the fleet.</summary>
internal sealed class SimulatedInstance(CallGate gate, int workers)
{
    public CallGate Gate => gate;

    public bool IsAlive { get; set; } = true;

    public List<SimulatedTask> InHand { get; } = [];

    public int Free => workers - InHand.Count;

    public int Answered { get; set; }
}
