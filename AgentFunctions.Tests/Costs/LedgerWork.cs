using AgentFunctions.Costs;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Costs;

/// <summary>Tasks of one tenant that cost something, and what workers do with them.</summary>
internal sealed class LedgerWork(TenantId tenant, Random random)
{
    private static readonly string[] Models = ["small", "large"];
    private static readonly string[] Agents = ["a", "b", "c"];
    private static readonly DateTimeOffset Begin = new(2027, 3, 1, 9, 59, 0, TimeSpan.Zero);

    // All in one partition: the clock of their ids stands still.
    private readonly TaskIdSource _ids = new(new FakeTimeProvider(DateTimeOffset.UtcNow));
    private readonly Lock _lock = new();

    public TenantId Tenant { get; } = tenant;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public AgentTask[] NewTasks(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => SampleTasks.Queued() with { Id = _ids.Next(), Tenant = Tenant, Agent = Agents[Draw(Agents.Length)], Lane = (Lane)Draw(3) })];

    /// <summary>Some calls, in the one hour or the next.</summary>
    public ModelUse Use() => new([.. Enumerable.Range(0, Draw(4)).Select(_ => ModelCall.Of(
        Now(), Models[Draw(Models.Length)], new TokenUsage(Draw(2_000), 0, Draw(500), Draw(10) == 0), new TokenPrice(0.37m, 0.1m, 1.51m)))]);

    public DateTimeOffset Now() => Begin.AddSeconds(Draw(120));

    /// <summary>Stores tasks and has each tried by some workers that know nothing of each other; most lose it to another.</summary>
    public async Task RunAsync(int count, int workers, params TableTaskStore[] stores)
    {
        IReadOnlyList<AgentTask> tasks = await stores[0].AddAsync(NewTasks(count), Cancel);
        await Task.WhenAll(Enumerable.Range(0, workers).SelectMany(_ => tasks).Select(t => TryAsync(t.Id, stores[Draw(stores.Length)])));
    }

    private async Task TryAsync(TaskId id, TableTaskStore store)
    {
        AgentTask? task = await store.FindAsync(id, Cancel);
        if (task is not { Status: AgentTaskStatus.Queued }
            || await store.UpdateAsync(TaskLifecycle.Claim(task, "w", Now(), TimeSpan.FromMinutes(1)), Cancel) is not UpdateOutcome.Stored { Task: var claimed })
        {
            return;
        }

        ModelUse use = Use();
        AgentTask next = Draw(4) switch
        {
            0 => TaskLifecycle.Release(claimed, TaskError.HandedBack, use, Now(), Now()),
            1 => TaskLifecycle.Fail(claimed, TaskError.LeaseLost, use, Now()),
            _ => TaskLifecycle.Succeed(claimed, new Payload.Inline("{}"), use, Now()),
        };

        // Somebody else bills an earlier attempt or cancels at the same time: of the two one is refused.
        AgentTask rival = Draw(2) == 0 ? TaskLifecycle.Bill(claimed, 1, Use()) : TaskLifecycle.Cancel(claimed, Now());
        await Task.WhenAll(store.UpdateAsync(next, Cancel), Draw(3) == 0 ? store.UpdateAsync(rival, Cancel) : Task.CompletedTask);
    }

    private int Draw(int end)
    {
        lock (_lock)
        {
            return random.Next(end);
        }
    }
}
