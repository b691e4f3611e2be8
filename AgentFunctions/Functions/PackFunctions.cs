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

    /// <summary>Starts an orchestration a pack. One that is there already was started by an earlier delivery of the same messages.</summary>
    [Function("CollectSmallTasks")]
    public async Task CollectAsync(
        [ServiceBusTrigger(LaneQueues.Small, Connection = TaskQueueSettings.Connection, IsBatched = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage[] messages,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken)
    {
        CollectedPacks collected = await collector.CollectAsync([.. messages.Select(m => m.Body)], cancellationToken);
        foreach (PackOrder pack in collected.Packs)
        {
            if (await orchestrations.GetInstanceAsync(pack.Id, CancellationToken.None) is null)
            {
                await orchestrations.ScheduleNewOrchestrationInstanceAsync(pack.FallbackAt is null ? PackOrchestrator.Name : ProviderBatchOrchestrator.Name, pack, new StartOrchestrationOptions(pack.Id), CancellationToken.None);
            }
        }

        foreach ((int place, ServiceBusReceivedMessage message) in messages.Index())
        {
            await (collected.Unreadable.Contains(place)
                ? actions.DeadLetterMessageAsync(message, deadLetterReason: "unreadable", deadLetterErrorDescription: "The body is not {\"task\": id, \"attempt\": number, \"lane\": name}.", cancellationToken: CancellationToken.None)
                : actions.CompleteMessageAsync(message, CancellationToken.None));
        }
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
}
