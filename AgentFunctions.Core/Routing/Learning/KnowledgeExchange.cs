using System.Collections.Concurrent;
using AgentFunctions.Agents;
using AgentFunctions.Routing.Evidence;
using AgentFunctions.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Routing.Learning;

/// <summary>
/// Holds what this instance knows of each agent's models, and shares it with the other instances every few seconds for as long as tasks are routed. What
/// is lost with a process are the outcomes of its last seconds.
/// </summary>
public sealed partial class KnowledgeExchange(
    KnowledgeSharing sharing, CandidateModels candidates, ILogger<KnowledgeExchange> log, TimeProvider time) : BackgroundService
{
    /// <summary>Time between two exchanges.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Entry> _agents = new(StringComparer.Ordinal);

    /// <summary>What is known of an agent's models; from the catalogue alone while storage is away.</summary>
    public async Task<AgentKnowledge> OfAsync(AgentDefinition agent, CancellationToken cancellationToken)
    {
        Entry entry = _agents.GetOrAdd(agent.Name, _ => new Entry(new AgentKnowledge(candidates.Priors(agent), ModelEvidence.DefaultHalfLife)));
        entry.IsUsed = true;
        if (!entry.IsLoaded)
        {
            await ShareAsync(agent.Name, entry, cancellationToken).ConfigureAwait(false);
        }

        return entry.Knowledge;
    }

    /// <summary>Shares what was learnt, now.</summary>
    public async Task ShareAsync(CancellationToken cancellationToken)
    {
        foreach ((string agent, Entry entry) in _agents.Where(a => a.Value.IsUsed))
        {
            entry.IsUsed = false;
            await ShareAsync(agent, entry, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await ShareAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; what this instance learnt last is shared below.
        }

        await ShareAsync(CancellationToken.None).ConfigureAwait(false);
    }

    [LoggerMessage(60, LogLevel.Warning, "What is known of the models on tasks of {Agent} could not be shared; this instance goes on with what it knows.", EventName = "KnowledgeNotShared")]
    private static partial void NotShared(ILogger logger, Exception exception, string agent);

    private async Task ShareAsync(string agent, Entry entry, CancellationToken cancellationToken)
    {
        await entry.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await sharing.ShareAsync(agent, entry.Knowledge, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            entry.IsUsed = true;
            NotShared(log, e, agent);
        }
        finally
        {
            // Not asked for at every task when storage is away; the next exchange does it.
            entry.IsLoaded = true;
            entry.Turn.Release();
        }
    }

    private sealed class Entry(AgentKnowledge knowledge)
    {
        public AgentKnowledge Knowledge => knowledge;

        public SemaphoreSlim Turn { get; } = new(1);

        public bool IsLoaded { get; set; }

        /// <summary>Whether a task was routed since the last exchange.</summary>
        public bool IsUsed { get; set; }
    }
}
