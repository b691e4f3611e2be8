using System.Collections.Concurrent;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Crash.Fleet;
using AgentFunctions.Tests.Crash.Load;
using AgentFunctions.Tests.Crash.Model;
using AgentFunctions.Tests.Crash.Verdict;

namespace AgentFunctions.Tests.Crash;

/// <summary>One run: clients submit while hosts and storage die, then calm until all is final, then the verdict.</summary>
internal sealed class CrashRun(CrashPlan plan, string folder, Action<string> progress)
{
    private const int Readers = 8;

    private sealed record Parts(FaultyModel Model, HostFleet Fleet, IntakeClient Client, ClientLoad Load, CrashSchedule Crashes, StorageWatch Storage, FinalStates Finals);

    /// <summary>Runs it.</summary>
    /// <returns>The promises that were not kept, and the report.</returns>
    public async Task<(IReadOnlyList<Violation> Violations, string Report)> RunAsync(CancellationToken cancellationToken)
    {
        await using FaultyModel model = await FaultyModel.StartAsync(plan, cancellationToken);
        await using HostFleet fleet = HostFleet.Start(plan, new FleetFolder(folder, model.Endpoint));
        using IntakeClient client = new(fleet.Addresses);
        await client.GetAsync("health", cancellationToken);

        using CrashSchedule crashes = new(plan, fleet.Places.Count);
        ClientLoad load = new(LoadPlan.Draw(plan), client);
        Parts parts = new(model, fleet, client, load, crashes, new StorageWatch(fleet.Folder.ConnectionString), new FinalStates(fleet.Folder.ConnectionString));
        progress("load begins");
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task storageWatch = parts.Storage.RunAsync(over.Token);
        bool calm = await WatchAsync(parts, cancellationToken);
        await over.CancelAsync();
        await storageWatch;
        progress(calm ? "all is final" : $"not all is final after {plan.CalmLimit} of calm");
        CrashEvidence evidence = await CollectAsync(parts, cancellationToken);
        return (CrashChecks.Run(evidence), $"{CrashReport.Of(evidence)}{Environment.NewLine}requests sent again: {client.Unanswered}");
    }

    /// <summary>Watches through storm and calm; false when the limit of the calm was reached.</summary>
    private async Task<bool> WatchAsync(Parts parts, CancellationToken cancellationToken)
    {
        Task storm = Task.WhenAll(parts.Load.RunAsync(cancellationToken), parts.Crashes.RunAsync(parts.Fleet, cancellationToken));
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watch = parts.Finals.WatchAsync(
            final => storm.IsCompleted && parts.Load.Accepted.Markers.Keys.All(new HashSet<string>(final.Select(id => id.ToString())).Contains), limit.Token);
        await storm;
        progress($"load and crashes end; {parts.Load.Accepted.Count} tasks accepted");
        limit.CancelAfter(plan.CalmLimit);
        try
        {
            await watch;
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task<CrashEvidence> CollectAsync(Parts parts, CancellationToken cancellationToken)
    {
        AcceptedTasks accepted = parts.Load.Accepted;
        ConcurrentDictionary<string, ClientAnswer> answers = new(StringComparer.Ordinal);
        ParallelOptions options = new() { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(accepted.Markers.Keys, options, async (id, token) => answers[id] = await parts.Client.GetAsync($"tasks/{id}", token));
        ClientAnswer backlog = await parts.Client.GetAsync("backlog", cancellationToken);
        await parts.Fleet.KillHostsAsync();
        IReadOnlyList<AgentTask> stored = await parts.Finals.LookAsync(cancellationToken);
        return new CrashEvidence
        {
            Accepted = accepted,
            Stored = stored.ToDictionary(t => t.Id.ToString(), StringComparer.Ordinal),
            Answers = answers,
            Backlog = backlog.Body,
            Ledger = await FinalLedger.ReadAsync(parts.Fleet.Folder.ConnectionString, cancellationToken),
            Finals = parts.Finals,
            Calls = parts.Model.Journal,
            WorkerNames = parts.Fleet.WorkerNames(),
            Ends = [.. parts.Fleet.Ends],
            Crashes = [.. parts.Crashes.Happened, .. parts.Storage.Stalls],
        };
    }
}
