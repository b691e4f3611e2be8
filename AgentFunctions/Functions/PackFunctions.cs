using AgentFunctions.Queues;
using AgentFunctions.Workers.Packs;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions;

/// <summary>Collects small tasks into packs, and has the steps of a pack.</summary>
public sealed class PackFunctions(SmallTaskCollector collector, PackClaims claims, PackRequests requests, PackOutcomes outcomes)
{
    public const string Claim = "ClaimPack";
    public const string Ask = "AskPack";
    public const string Commit = "CommitPack";
    public const string RunAlone = "RunTaskAlone";
    public const string Release = "ReleasePack";

    // Nobody renews the locks of a batch: all of it must be settled within one lock, 1 minute, which one call after another would not keep to for certain.
    private static readonly ParallelOptions Some = new() { MaxDegreeOfParallelism = 16 };

    /// <summary>Starts an orchestration a pack. One that is there already was started by an earlier delivery of the same messages.</summary>
    [Function("CollectSmallTasks")]
    public async Task CollectAsync(
        [ServiceBusTrigger(LaneQueues.Small, Connection = TaskQueueSettings.Connection, IsBatched = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage[] messages,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        CollectedPacks collected = await collector.CollectAsync([.. messages.Select(m => m.Body)], cancellationToken);
        await Parallel.ForEachAsync(collected.Packs, Some, async (pack, _) => await StartAsync(orchestrations, pack));
        await Parallel.ForEachAsync(messages.Index(), Some, async (m, _) => await SettleAsync(actions, m.Item, isReadable: !collected.Unreadable.Contains(m.Index)));
    }

    [Function(Claim)]
    public async Task<PackRequest[]> ClaimAsync([ActivityTrigger] PackOrder order, CancellationToken cancellationToken) =>
        [.. await claims.ClaimAsync(order, cancellationToken)];

    [Function(Ask)]
    public Task<PackStep> AskAsync([ActivityTrigger] PackRequest request, CancellationToken cancellationToken) => requests.AskAsync(request, cancellationToken);

    [Function(Commit)]
    public Task CommitAsync([ActivityTrigger] PackResults results, CancellationToken cancellationToken) => outcomes.CommitAsync(results, cancellationToken);

    [Function(RunAlone)]
    public Task RunAloneAsync([ActivityTrigger] PackedTask task, CancellationToken cancellationToken) => outcomes.RunAloneAsync(task, cancellationToken);

    [Function(Release)]
    public Task ReleaseAsync([ActivityTrigger] PackOrder order, CancellationToken cancellationToken) => outcomes.ReleaseAsync(order, cancellationToken);

    private static async Task StartAsync(DurableTaskClient orchestrations, PackOrder pack)
    {
        if (await orchestrations.GetInstanceAsync(pack.Id, CancellationToken.None) is null)
        {
            await orchestrations.ScheduleNewOrchestrationInstanceAsync(pack.FallbackAt is null ? PackOrchestrator.Name : ProviderBatchOrchestrator.Name, pack, new StartOrchestrationOptions(pack.Id), CancellationToken.None);
        }
    }

    private static Task SettleAsync(ServiceBusMessageActions actions, ServiceBusReceivedMessage message, bool isReadable) => isReadable
        ? actions.CompleteMessageAsync(message, CancellationToken.None)
        : actions.DeadLetterMessageAsync(message, deadLetterReason: "unreadable", deadLetterErrorDescription: "The body is not {\"task\": id, \"attempt\": number, \"lane\": name}.", cancellationToken: CancellationToken.None);
}
