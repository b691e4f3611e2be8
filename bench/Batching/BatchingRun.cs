using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Batching.Collecting;
using AgentFunctions.Bench.Cost;
using AgentFunctions.Costs;
using AgentFunctions.Functions;
using AgentFunctions.Intake;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Workers;
using AgentFunctions.Workers.Packs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Bench.Batching;

/// <summary>Takes tickets through the real intake, collector, pack steps, workers and ledger, in memory and in virtual time, with as many workers as are needed.</summary>
internal sealed class BatchingRun : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentfn-bench-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Activity _busy = new();
    private readonly VirtualClock _clock;
    private readonly SmallTaskQueue _queue;
    private readonly BatchingCase _case;
    private readonly BatchingTickets _tickets;
    private readonly BatchingModel _model;
    private readonly ServiceProvider _services;
    private readonly ConcurrentDictionary<string, bool> _packs = [];
    private readonly ConcurrentQueue<Task> _started = [];

    public BatchingRun(BatchingPlan plan, BatchingCase run, BatchingTickets tickets, TokenCounter tokens)
    {
        (_case, _tickets) = (run, tickets);
        _clock = new VirtualClock(_time, _busy);
        _queue = new SmallTaskQueue(plan.Delivery);
        _model = new BatchingModel(run.Habits, plan.Seed, tokens, _clock, _time);
        _services = Compose(plan, tokens);
    }

    public async Task<BatchingFigures> RunAsync(CancellationToken cancellationToken)
    {
        TaskIntake intake = _services.GetRequiredService<TaskIntake>();
        DateTimeOffset start = _time.GetUtcNow();
        List<TaskId> ids = [];
        foreach (Ticket ticket in _tickets.All)
        {
            while (GoOn(start + ticket.At))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            _queue.TakesAll = _case.Way == BatchingWay.Forced;
            SubmitOutcome outcome = await intake.SubmitAsync(TenantId.Default, ticket.Body, null, cancellationToken);
            _queue.TakesAll = false;
            ids.Add(((SubmitOutcome.Accepted)outcome).Task.Id);
        }

        while (GoOn(DateTimeOffset.MaxValue))
        {
        }

        await Task.WhenAll(_started);
        return await FiguresAsync(ids, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Lets the next thing happen that is due before <paramref name="until"/>.</summary>
    /// <returns>False when nothing is; then it is that moment.</returns>
    private bool GoOn(DateTimeOffset until)
    {
        DateTimeOffset? next = new[] { _queue.Lanes.Next, _queue.NextBatch, _clock.Next }.Min();
        if (next is null || next > until)
        {
            MoveTo(until == DateTimeOffset.MaxValue ? _time.GetUtcNow() : until);
            return false;
        }

        MoveTo(next.Value);
        _clock.Release();
        while (_queue.Lanes.Take(_time.GetUtcNow()) is { } due)
        {
            Start(() => _services.GetRequiredService<TaskWorker>().HandleAsync(due.ToBody(), CancellationToken.None));
        }

        while (_queue.TakeBatch(_time.GetUtcNow()) is { Count: > 0 } batch)
        {
            Start(() => CollectAsync(batch));
        }

        _busy.WaitUntilQuiet();
        return true;
    }

    private void MoveTo(DateTimeOffset moment)
    {
        if (moment > _time.GetUtcNow())
        {
            _time.SetUtcNow(moment);
            _busy.WaitUntilQuiet();
        }
    }

    private void Start(Func<Task> work)
    {
        _busy.Enter();
        _started.Enqueue(Task.Run(async () =>
        {
            try
            {
                await work();
            }
            finally
            {
                _busy.Leave();
            }
        }));
    }

    private async Task CollectAsync(IReadOnlyList<TaskMessage> batch)
    {
        CollectedPacks collected = await _services.GetRequiredService<SmallTaskCollector>().CollectAsync([.. batch.Select(m => m.ToBody())], CancellationToken.None);
        foreach (PackOrder pack in collected.Packs.Where(p => _packs.TryAdd(p.Id, true)))
        {
            PackContext context = new(pack.Id, PackOrchestrator.Name, _time, _clock, _busy, StepAsync);
            _started.Enqueue(PackOrchestrator.RunAsync(context, pack));
        }
    }

    private async Task<object?> StepAsync(string step, string input)
    {
        PackFunctions functions = _services.GetRequiredService<PackFunctions>();
        switch (step)
        {
            case PackFunctions.Claim:
                return await functions.ClaimAsync(JsonSerializer.Deserialize<PackOrder>(input)!, CancellationToken.None);
            case PackFunctions.Ask:
                return await functions.AskAsync(JsonSerializer.Deserialize<PackRequest>(input)!, CancellationToken.None);
            case PackFunctions.Commit:
                await functions.CommitAsync(JsonSerializer.Deserialize<PackResults>(input)!, CancellationToken.None);
                return null;
            case PackFunctions.RunAlone:
                await functions.RunAloneAsync(JsonSerializer.Deserialize<PackedTask>(input)!, CancellationToken.None);
                return null;
            default:
                await functions.ReleaseAsync(JsonSerializer.Deserialize<PackOrder>(input)!, CancellationToken.None);
                return null;
        }
    }

    private async Task<BatchingFigures> FiguresAsync(List<TaskId> ids, CancellationToken cancellationToken)
    {
        LedgerAmounts ledger = default;
        await foreach (LedgerEntry entry in _services.GetRequiredService<ILedgerStore>().ReadAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken))
        {
            ledger += entry.Amounts;
        }

        (ITaskStore store, IPayloadStore payloads) = (_services.GetRequiredService<ITaskStore>(), _services.GetRequiredService<IPayloadStore>());
        AgentTask[] tasks = await Task.WhenAll(ids.Select(async id => (await store.FindAsync(id, cancellationToken))!));
        int wrong = 0;
        foreach ((int number, AgentTask task) in tasks.Index().Where(t => t.Item.Result is not null))
        {
            wrong += await payloads.ReadAsync(task.Result!, cancellationToken) == BatchingTickets.AnswerTo(number) ? 0 : 1;
        }

        int size = _services.GetRequiredService<PackSizes>().Of(_services.GetRequiredService<AgentCatalogue>().Find("tickets")!);
        return new BatchingFigures(_case, tasks, ledger, _model.Calls, wrong, size);
    }

    private ServiceProvider Compose(BatchingPlan plan, TokenCounter tokens)
    {
        string? batch = _case.Way == BatchingWay.Alone ? null : string.Create(CultureInfo.InvariantCulture, $"{{maxItems: {_case.Size}, maxWait: {plan.Wait.TotalSeconds}s}}");
        File.WriteAllText(PathOf("tickets.agent.md"), _tickets.AgentFile(_case.Instructions, batch));
        File.WriteAllText(PathOf("models.json"), string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"default":"simulated","models":[{"name":"simulated","provider":"offline","contextWindow":1000000,
             "price":{"input":{{{plan.Price.Input}}},"cachedInput":{{{plan.Price.CachedInput}}},"output":{{{plan.Price.Output}}}}}]}
            """));
        IConfiguration settings = new ConfigurationBuilder().AddInMemoryCollection(
            [new("AgentFunctions:AgentsDirectory", _folder.FullName), new("AgentFunctions:ModelsFile", PathOf("models.json"))]).Build();
        IServiceCollection services = new ServiceCollection().AddLogging().AddSingleton(settings).AddSingleton<TimeProvider>(_time)
            .AddAgentFunctions(settings).AddInMemoryTaskStorage().AddSingleton<ITaskQueue>(_queue).AddSingleton<IChatClients>(_model).AddSingleton(tokens).AddSingleton<PackFunctions>();
        return (_case.Way == BatchingWay.Adaptive ? services : services.AddSingleton<IPackSizeStore>(new HeldPackSize(_case.Size, _time.GetUtcNow()))).BuildServiceProvider();
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
