using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Intake.Batches;

/// <summary>Takes batches in and notes which tasks came together.</summary>
public sealed class BatchIntake(
    TaskIntake intake, ITaskBatchStore batches, IIdempotencyStore keys, TaskIdSource ids, IOptions<IntakeOptions> options, ILogger<TaskIntake> log, TimeProvider time)
{
    // Behind the places of all items.
    private const int PlaceOfBatch = 9999;

    /// <summary>Takes a batch in; one outcome an item, in order.</summary>
    /// <returns>Null as id when no task was accepted, or when the batch could not be noted: its tasks are accepted all the same.</returns>
    public async Task<(TaskId? Batch, IReadOnlyList<SubmitOutcome> Outcomes)> SubmitAsync(
        TenantId tenant, IReadOnlyList<ReadOnlyMemory<byte>> bodies, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        IReadOnlyList<SubmitOutcome> outcomes = await intake.SubmitAsync(tenant, bodies, key, cancellationToken).ConfigureAwait(false);
        TaskId[] accepted = [.. outcomes.OfType<SubmitOutcome.Accepted>().Select(o => o.Task.Id)];
        return (accepted.Length > 0 ? await NoteAsync(tenant, accepted, key).ConfigureAwait(false) : null, outcomes);
    }

    private async Task<TaskId?> NoteAsync(TenantId tenant, TaskId[] tasks, IdempotencyKey? key)
    {
        try
        {
            TaskId id = key is null ? ids.Next() : await BindAsync(key.ScopeFor(tenant)).ConfigureAwait(false);
            await batches.KeepAsync(new TaskBatch(id, tenant, tasks), CancellationToken.None).ConfigureAwait(false);
            return id;
        }
        catch (Exception e) when (StorageFault.IsTransient(e))
        {
            IntakeLog.BatchNotNoted(log, e, tasks.Length);
            return null;
        }
    }

    // The same request again is the same batch.
    private async Task<TaskId> BindAsync(string scope)
    {
        KeyBinding wanted = new(scope, PlaceOfBatch, string.Empty, ids.Next(), time.GetUtcNow() + options.Value.IdempotencyKeptFor);
        return (await keys.BindAsync([wanted], CancellationToken.None).ConfigureAwait(false))[0].Task;
    }
}
