using System.Text.Json;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Webhooks.Redrive;

/// <summary>Has callbacks that were given up tried again, with their <c>webhook-id</c> as it was and the schedule of retries from its beginning.</summary>
public sealed class CallbackRedrive(ITaskStore tasks, TimeProvider time)
{
    public async Task<CallbackRedriveReport> RunAsync(TenantId tenant, CallbackRedriveRequest request, CancellationToken cancellationToken)
    {
        ChosenTasks chosen = await ChosenTasks.ReadAsync(tasks, tenant, request.Ids, request.Filter, request.Limit, cancellationToken).ConfigureAwait(false);
        List<CallbackRedriveItem> items = [];
        foreach ((TaskId id, AgentTask? task) in chosen.Tasks)
        {
            items.Add(await RedriveAsync(id, task, request.DryRun, cancellationToken).ConfigureAwait(false));
        }

        return new CallbackRedriveReport(request.DryRun, items, chosen.More);
    }

    private async Task<CallbackRedriveItem> RedriveAsync(TaskId id, AgentTask? task, bool dryRun, CancellationToken cancellationToken) => task switch
    {
        null => Item(id, CallbackRedriveOutcome.NotFound, "There is no such task."),
        { CallbackUrl: null } => Item(id, CallbackRedriveOutcome.NotFailed, "The task has no callback."),
        { Callback: null } => Item(id, CallbackRedriveOutcome.NotFailed, "The task has not ended."),
        { Callback.Status: not CallbackStatus.Failed } => Item(id, CallbackRedriveOutcome.NotFailed, $"It is {JsonNamingPolicy.CamelCase.ConvertName(task.Callback.Status.ToString())}."),
        _ when dryRun || await tasks.UpdateAsync(CallbackLifecycle.Redrive(task, time.GetUtcNow()), cancellationToken).ConfigureAwait(false) is UpdateOutcome.Stored =>
            Item(id, CallbackRedriveOutcome.Redriven, detail: null),
        _ => Item(id, CallbackRedriveOutcome.NotFailed, "Somebody else changed the task this moment."),
    };

    private static CallbackRedriveItem Item(TaskId id, CallbackRedriveOutcome outcome, string? detail) => new(id.ToString(), outcome, detail);
}

/// <summary>What became of a redrive.</summary>
/// <param name="More">True when further callbacks match the filter than the limit let through.</param>
public sealed record CallbackRedriveReport(bool DryRun, IReadOnlyList<CallbackRedriveItem> Items, bool More);

/// <summary>What became of one callback.</summary>
/// <param name="Id">Of its task.</param>
/// <param name="Detail">Why it was not redriven.</param>
public sealed record CallbackRedriveItem(string Id, CallbackRedriveOutcome Outcome, string? Detail);

/// <summary>What became of one callback in a redrive.</summary>
public enum CallbackRedriveOutcome
{
    /// <summary>It is due now; in a dry run: it would be.</summary>
    Redriven,

    /// <summary>There is no such task.</summary>
    NotFound,

    /// <summary>It was not given up, or was redriven by somebody else this moment.</summary>
    NotFailed,
}
