using System.Globalization;
using System.Text;
using AgentFunctions.Costs;
using AgentFunctions.Intake;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Bench.Cost;

/// <summary>Replays a trace through the real intake, workers and ledger, in memory and in virtual time.</summary>
internal sealed class CostReplay : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentfn-bench-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly VirtualQueue _queue = new();
    private readonly Activity _busy = new();
    private readonly CostPlan _plan;
    private readonly IReadOnlyList<Request> _requests;
    private readonly VirtualModel _model;
    private readonly ServiceProvider _services;
    private int _working;

    public CostReplay(CostPlan plan, Lever lever, IReadOnlyList<Request> requests)
    {
        (_plan, _requests) = (plan, requests);
        _model = new VirtualModel(requests.GroupBy(r => r.Work).ToDictionary(g => g.Key, g => g.First().Tokens), plan, _time, _busy);
        _services = Compose(plan, lever);
    }

    /// <summary>Replays all.</summary>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    public async Task<CostFigures> RunAsync(Action<double> progress, CancellationToken cancellationToken)
    {
        TaskIntake intake = _services.GetRequiredService<TaskIntake>();
        DateTimeOffset start = _time.GetUtcNow();
        List<TaskId> ids = [];
        for (int next = 0; next < _requests.Count;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DateTimeOffset arrival = start + _requests[next].At;
            if (GoOn(arrival))
            {
                continue;
            }

            byte[] body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""{"agent":"traced","input":{"work":{{{_requests[next].Work}}}}}"""));
            SubmitOutcome outcome = await intake.SubmitAsync(TenantId.Default, body, null, cancellationToken);
            ids.Add(((SubmitOutcome.Accepted)outcome).Task.Id);
            next++;
            progress((double)next / _requests.Count);
        }

        while (GoOn(DateTimeOffset.MaxValue))
        {
        }

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
        DateTimeOffset? message = _working < _plan.Workers ? _queue.Next : null;
        DateTimeOffset? next = message is null || _model.Next < message ? _model.Next ?? message : message;
        if (next is null || next > until)
        {
            if (until != DateTimeOffset.MaxValue)
            {
                MoveTo(until);
            }

            return false;
        }

        MoveTo(next.Value);
        _model.Answer();
        while (Volatile.Read(ref _working) < _plan.Workers && _queue.Take(_time.GetUtcNow()) is { } due)
        {
            Interlocked.Increment(ref _working);
            _busy.Enter();
            _ = WorkAsync(due);
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

    private async Task WorkAsync(TaskMessage message)
    {
        await Task.Yield();
        await _services.GetRequiredService<TaskWorker>().HandleAsync(message.ToBody(), CancellationToken.None);
        Interlocked.Decrement(ref _working);
        _busy.Leave();
    }

    private async Task<CostFigures> FiguresAsync(List<TaskId> ids, CancellationToken cancellationToken)
    {
        LedgerAmounts ledger = default;
        await foreach (LedgerEntry entry in _services.GetRequiredService<ILedgerStore>().ReadAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken))
        {
            ledger += entry.Amounts;
        }

        ITaskStore store = _services.GetRequiredService<ITaskStore>();
        AgentTask[] tasks = await Task.WhenAll(ids.Select(async id => (await store.FindAsync(id, cancellationToken))!));
        return new CostFigures(tasks, ledger, _model.Calls);
    }

    private ServiceProvider Compose(CostPlan plan, Lever lever)
    {
        string cache = lever.Cache is null ? string.Empty : $"cache: {lever.Cache}\n";
        File.WriteAllText(PathOf("traced.agent.md"), $"---\nname: traced\ndescription: A request of a trace.\nversion: 1\noutput: {{type: object}}\n{cache}---\n{{{{input.work}}}}");
        File.WriteAllText(PathOf("models.json"), string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"default":"traced","models":[{"name":"traced","provider":"offline","contextWindow":1000000,
             "price":{"input":{{{plan.Price.Input}}},"cachedInput":{{{plan.Price.CachedInput}}},"output":{{{plan.Price.Output}}}}}]}
            """));
        IConfiguration settings = new ConfigurationBuilder().AddInMemoryCollection(
            [new("AgentFunctions:AgentsDirectory", _folder.FullName), new("AgentFunctions:ModelsFile", PathOf("models.json"))]).Build();
        return new ServiceCollection().AddLogging().AddSingleton(settings).AddSingleton<TimeProvider>(_time)
            .AddAgentFunctions(settings).AddInMemoryTaskStorage().AddSingleton<ITaskQueue>(_queue).AddSingleton<IChatClients>(_model)
            .BuildServiceProvider();
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
