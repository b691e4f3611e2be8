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

    /// <summary>Runs it.</summary>
    /// <returns>The promises that were not kept, and the report.</returns>
    public async Task<(IReadOnlyList<Violation> Violations, string Report)> RunAsync(CancellationToken cancellationToken)
    {
        await using FaultyModel model = await FaultyModel.StartAsync(plan, cancellationToken);
        await using HostFleet fleet = HostFleet.Start(plan, new FleetFolder(folder, model.Endpoint));
        using IntakeClient client = new(fleet.Addresses);
        await client.GetAsync("health", cancellationToken);

        FinalStates finals = new(fleet.Folder.ConnectionString);
        ClientLoad load = new(LoadPlan.Draw(plan), client);
        CrashSchedule crashes = new(plan, fleet.Places.Count);
        progress("load begins");
        Task storm = Task.WhenAll(load.RunAsync(cancellationToken), crashes.RunAsync(fleet, cancellationToken));
        bool calm = await WatchAsync(finals, load.Accepted, storm, cancellationToken);
        progress(calm ? "all is final" : $"not all is final after {plan.CalmLimit} of calm");

        CrashEvidence evidence = await CollectAsync(fleet, client, load.Accepted, finals, model.Journal, cancellationToken);
        string report = $"{CrashReport.Of(evidence, crashes.Happened, fleet.Ends)}{Environment.NewLine}requests sent again: {client.Unanswered}";
        return (CrashChecks.Run(evidence), report);
    }

    /// <summary>Watches through storm and calm; false when the limit of the calm was reached.</summary>
    private async Task<bool> WatchAsync(FinalStates finals, AcceptedTasks accepted, Task storm, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task watch = finals.WatchAsync(
            final => storm.IsCompleted && accepted.Markers.Keys.All(new HashSet<string>(final.Select(id => id.ToString())).Contains), limit.Token);
        await storm;
        progress($"load and crashes end; {accepted.Count} tasks accepted");
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

    private static async Task<CrashEvidence> CollectAsync(
        HostFleet fleet, IntakeClient client, AcceptedTasks accepted, FinalStates finals, CallJournal calls, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<string, ClientAnswer> answers = new(StringComparer.Ordinal);
        ParallelOptions options = new() { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(accepted.Markers.Keys, options, async (id, token) => answers[id] = await client.GetAsync($"tasks/{id}", token));
        IReadOnlyList<AgentTask> stored = await finals.LookAsync(cancellationToken);
        return new CrashEvidence(
            accepted, stored.ToDictionary(t => t.Id.ToString(), StringComparer.Ordinal), answers, finals, calls, fleet.WorkerNames());
    }
}
