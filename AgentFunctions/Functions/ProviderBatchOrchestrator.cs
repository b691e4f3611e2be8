using AgentFunctions.Tasks;
using AgentFunctions.Workers.Packs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AgentFunctions.Functions;

/// <summary>
/// Has a provider's batch API answer the tasks of a pack: submits, sleeps without using anything, collects, and asks directly for what is not back in time.
/// Runs again from the beginning after each step, so that it depends on nothing but its input and what the steps returned.
/// </summary>
public static class ProviderBatchOrchestrator
{
    public const string Name = "RunProviderBatch";

    private const double Growth = 1.5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    // What was done when it was cancelled is read once more; it is paid for.
    private static readonly TimeSpan AfterCancelling = TimeSpan.FromMinutes(1);

    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, PackOrder order)
    {
        try
        {
            PackRequest[] requests = await context.CallActivityAsync<PackRequest[]>(PackFunctions.Claim, order, PackOrchestrator.Patient);
            await Task.WhenAll(requests.Select(request => RunAsync(context, order, request)));
        }
        catch (TaskFailedException)
        {
            // Should this fail too, the leases run out and maintenance puts the tasks in line again.
            await context.CallActivityAsync(PackFunctions.Release, order, PackOrchestrator.Patient);
        }
    }

    private static async Task RunAsync(TaskOrchestrationContext context, PackOrder order, PackRequest request)
    {
        BatchTicket ticket = await context.CallActivityAsync<BatchTicket>(ProviderBatchFunctions.Submit, request, PackOrchestrator.Patient);
        while (ticket.RetryAt is { } at)
        {
            await context.CreateTimer(at.UtcDateTime, CancellationToken.None);
            request = request with { Try = request.Try + 1 };
            ticket = await context.CallActivityAsync<BatchTicket>(ProviderBatchFunctions.Submit, request, PackOrchestrator.Patient);
        }

        List<TaskId> alone = [.. ticket.Failed];
        if (ticket.BatchId is { } batchId)
        {
            alone.AddRange(await FollowAsync(context, order, new BatchInHand(request with { Tasks = [.. request.Tasks.Except(ticket.Failed)] }, batchId)));
        }

        await Task.WhenAll(alone.Select(task => context.CallActivityAsync(PackFunctions.RunAlone, new PackedTask(request.Pack, task), PackOrchestrator.Patient)));
    }

    /// <summary>The tasks that the batch did not settle.</summary>
    private static async Task<IReadOnlyList<TaskId>> FollowAsync(TaskOrchestrationContext context, PackOrder order, BatchInHand batch)
    {
        DateTime fallback = order.FallbackAt!.Value.UtcDateTime;
        for (TimeSpan pause = FirstPause; !await IsOverAsync(context, batch); pause = pause * Growth < LongestPause ? pause * Growth : LongestPause)
        {
            if (context.CurrentUtcDateTime >= fallback)
            {
                await context.CallActivityAsync(ProviderBatchFunctions.Cancel, batch, PackOrchestrator.Patient);
                await context.CreateTimer(context.CurrentUtcDateTime + AfterCancelling, CancellationToken.None);
                if (!await IsOverAsync(context, batch))
                {
                    return batch.Request.Tasks;
                }

                break;
            }

            DateTime next = context.CurrentUtcDateTime + pause;
            await context.CreateTimer(next < fallback ? next : fallback, CancellationToken.None);
        }

        PackStep step = await context.CallActivityAsync<PackStep>(ProviderBatchFunctions.Collect, batch, PackOrchestrator.Patient);
        if (step.Results is { } results)
        {
            await context.CallActivityAsync(PackFunctions.Commit, new PackResults(batch.Request.Pack, batch.Request.Step, results), PackOrchestrator.Patient);
        }

        return step.Failed;
    }

    private static Task<bool> IsOverAsync(TaskOrchestrationContext context, BatchInHand batch) =>
        context.CallActivityAsync<bool>(ProviderBatchFunctions.IsOver, batch, PackOrchestrator.Patient);
}
