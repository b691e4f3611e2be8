using AgentFunctions.Workers.Packs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AgentFunctions.Functions;

/// <summary>
/// Takes a pack of tasks through its model requests. Runs again from the beginning after each step, so that it depends on nothing but its input and what the
/// steps returned.
/// </summary>
public static class PackOrchestrator
{
    public const string Name = "RunPack";

    // Steps repeat storage calls themselves; what outlasts them is a longer outage.
    internal static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromMinutes(1)));

    /// <summary>Claims the tasks, asks, and releases what the steps could not settle.</summary>
    [Function(Name)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, PackOrder order)
    {
        try
        {
            PackRequest[] requests = await context.CallActivityAsync<PackRequest[]>(PackFunctions.Claim, order, Patient);
            await Task.WhenAll(requests.Select(request => AskAsync(context, request)));
        }
        catch (TaskFailedException)
        {
            // Should this fail too, the leases run out and maintenance puts the tasks in line again.
            await context.CallActivityAsync(PackFunctions.Release, order, Patient);
        }
    }

    private static async Task AskAsync(TaskOrchestrationContext context, PackRequest request)
    {
        PackStep step = await context.CallActivityAsync<PackStep>(PackFunctions.Ask, request, Patient);
        while (step.RetryAt is { } at)
        {
            await context.CreateTimer(at.UtcDateTime, CancellationToken.None);
            request = request with { Try = request.Try + 1 };
            step = await context.CallActivityAsync<PackStep>(PackFunctions.Ask, request, Patient);
        }

        if (step.Results is { } results)
        {
            await context.CallActivityAsync(PackFunctions.Commit, new PackResults(request.Pack, request.Step, results), Patient);
        }

        await (step.IsUnsplittable
            ? Task.WhenAll(request.Halves().Select(half => AskAsync(context, half)))
            : Task.WhenAll(step.Failed.Select(task => context.CallActivityAsync(PackFunctions.RunAlone, new PackedTask(request.Pack, task), Patient))));
    }
}
