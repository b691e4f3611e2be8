using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Agents;
using AgentFunctions.Storage;
using AgentFunctions.Storage.SharedStates;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Batching.Collecting;

/// <summary>The pack sizes of all agents, shared by all instances. Thread-safe.</summary>
public sealed partial class PackSizes(IPackSizeStore store, ILogger<PackSizes> log, TimeProvider time) : IDisposable
{
    private const string Partition = "packs";

    // What other instances changed is noticed so late.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private const int MostAlone = 1_000;

    // The last few packs count; tasks may come faster again, so that after a while it is tried anew.
    private const double NewestShare = 0.2;
    private static readonly TimeSpan CompanyLasts = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (double Mean, DateTimeOffset At)> _company = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, ConcurrentQueue<bool>> _alone = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly StateUpdates _updates = new(store, time);
    private readonly ConcurrentDictionary<string, (PackSize Size, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    /// <summary>How many of an agent's tasks may share a request now, as this instance knows it without asking.</summary>
    public int Of(AgentDefinition agent) =>
        agent.Batch is not { } policy ? 1
        : _known.TryGetValue(agent.Name, out var known) ? known.Size.At(time.GetUtcNow(), policy.MaxItems).Size
        : policy.MaxItems;

    /// <summary>The same, looked up where this instance has not looked for a while.</summary>
    public async Task<int> LookUpAsync(AgentDefinition agent, CancellationToken cancellationToken)
    {
        if (agent.Batch is null || (_known.TryGetValue(agent.Name, out var known) && time.GetUtcNow() - known.At < Fresh))
        {
            return Of(agent);
        }

        try
        {
            SharedState? found = await store.FindAsync(KeyOf(agent), cancellationToken).ConfigureAwait(false);
            PackSize size = found is { } state ? JsonSerializer.Deserialize(state.Json, PackSizeJson.Default.PackSize)! : PackSize.Of(agent.Batch.MaxItems, time.GetUtcNow());
            _known[agent.Name] = (size, time.GetUtcNow());
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            NotShared(log, e, agent.Name);
        }

        return Of(agent);
    }

    /// <summary>How many tasks of the agent have met lately, on average; as many as may share a request where nothing is known.</summary>
    public double CompanyOf(AgentDefinition agent) =>
        _company.TryGetValue(agent.Name, out var company) && time.GetUtcNow() - company.At < CompanyLasts ? Math.Min(company.Mean, Of(agent)) : Of(agent);

    /// <summary>So many tasks have met.</summary>
    public void NoteCompany(AgentDefinition agent, int tasks) => _company.AddOrUpdate(
        agent.Name,
        _ => (tasks, time.GetUtcNow()),
        (_, before) => (time.GetUtcNow() - before.At < CompanyLasts ? before.Mean + (NewestShare * (tasks - before.Mean)) : tasks, time.GetUtcNow()));

    /// <summary>A task that was alone got its first answer; shared with the outcome of the next pack.</summary>
    public void NoteAlone(AgentDefinition agent, bool passed)
    {
        if (agent.Batch is not null && _alone.GetOrAdd(agent.Name, _ => []) is { Count: < MostAlone } alone)
        {
            alone.Enqueue(passed);
        }
    }

    /// <summary>A pack came back.</summary>
    /// <param name="passed">Tasks whose part of the answer was of use.</param>
    public async Task NoteAsync(AgentDefinition agent, int items, int passed)
    {
        if (agent.Batch is not { MaxItems: var most })
        {
            return;
        }

        List<bool> alone = [];
        while (_alone.TryGetValue(agent.Name, out ConcurrentQueue<bool>? noted) && noted.TryDequeue(out bool outcome))
        {
            alone.Add(outcome);
        }

        await ChangeAsync(agent, most, size => alone.Aggregate(size, (s, outcome) => s.WithAlone(outcome)).WithPack(items, passed, most, time.GetUtcNow())).ConfigureAwait(false);
    }

    public void Dispose() => _turn.Dispose();

    [LoggerMessage(70, LogLevel.Warning, "The pack size of {Agent} could not be read or shared; this instance goes on with what it knows.", EventName = "PackSizeNotShared")]
    private static partial void NotShared(ILogger logger, Exception exception, string agent);

    private static StateKey KeyOf(AgentDefinition agent) => new(Partition, StateKey.Escape(agent.Name));

    private async Task ChangeAsync(AgentDefinition agent, int most, Func<PackSize, PackSize> change)
    {
        // Packs of one instance come back side by side; they need not meet in the store.
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            PackSize? next = await _updates.ApplyAsync(
                KeyOf(agent),
                PackSizeJson.Default.PackSize,
                found =>
                {
                    PackSize changed = change((found ?? PackSize.Of(most, time.GetUtcNow())).At(time.GetUtcNow(), most));
                    return (changed, changed);
                },
                CancellationToken.None).ConfigureAwait(false);
            if (next is not null)
            {
                _known[agent.Name] = (next, time.GetUtcNow());
            }
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            NotShared(log, e, agent.Name);
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>The pack sizes that all instances share.</summary>
public interface IPackSizeStore : IStateStore;

/// <summary>Pack sizes in Azure Table Storage, table <c>batching</c>.</summary>
public sealed class TablePackSizeStore(TableServiceClient service) : TableStateStore(service, TableName), IPackSizeStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "batching";
}

/// <summary>Pack sizes in the memory of one process.</summary>
public sealed class InMemoryPackSizeStore : InMemoryStateStore, IPackSizeStore;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PackSize))]
internal sealed partial class PackSizeJson : JsonSerializerContext;
