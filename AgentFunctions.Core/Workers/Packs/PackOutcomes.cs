using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Backlog;
using AgentFunctions.Fairness;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Workers.Packs;

/// <summary>Stores with the tasks of a pack what its requests brought, and runs alone what they did not settle.</summary>
public sealed class PackOutcomes(PackClaims claims, ITaskStore tasks, IPayloadStore payloads, TaskCommit commit, TaskRun run, FairLane line, BacklogMeter backlog, TimeProvider time)
{
    /// <summary>
    /// Commits the answers that passed, and books the parts of those that did not. Repeated, it does again only what is not stored yet.
    /// </summary>
    public async Task CommitAsync(PackResults results, CancellationToken cancellationToken)
    {
        string json = await payloads.ReadAsync(results.Results.ToPayload(), cancellationToken).ConfigureAwait(false);
        IReadOnlyList<PackResult> items = JsonSerializer.Deserialize(json, PackJson.Default.IReadOnlyListPackResult)!;

        // At once, so that those of one partition go out in one transaction.
        await Task.WhenAll(items.Select(item => CommitAsync(results, item, cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>Runs a task alone that the pack holds: as any other task, with its route, retries and dead letter.</summary>
    public async Task RunAloneAsync(PackedTask packed, CancellationToken hostStopping)
    {
        if (await claims.FindHeldAsync(packed.Pack, packed.Task, hostStopping).ConfigureAwait(false) is not { } held)
        {
            return;
        }

        try
        {
            await run.RunAsync(held, hostStopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (hostStopping.IsCancellationRequested)
        {
            // The host stops. The task was handed back and has no message that would bring it.
            if (await tasks.FindAsync(packed.Task, CancellationToken.None).ConfigureAwait(false) is { Status: AgentTaskStatus.Queued } back)
            {
                await line.SendAsync([back], CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Gives back what a pack that has come to nothing still holds.</summary>
    public async Task ReleaseAsync(PackOrder order, CancellationToken cancellationToken)
    {
        foreach (TaskId id in order.Tasks)
        {
            if (await claims.FindHeldAsync(order.Id, id, cancellationToken).ConfigureAwait(false) is { } held
                && await tasks.UpdateClaimedAsync(held, t => TaskLifecycle.Release(t, TaskError.HandedBack, ModelUse.None, time.GetUtcNow(), time.GetUtcNow()), cancellationToken).ConfigureAwait(false) is { } back)
            {
                backlog.Move(held, back);
                await line.SendAsync([back], CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task CommitAsync(PackResults results, PackResult item, CancellationToken cancellationToken)
    {
        ModelUse use = new(item.Calls) { Turns = [item.Turn] };
        AgentTask? task = await tasks.FindAsync(item.Task, cancellationToken).ConfigureAwait(false);
        if (task is null || IsBooked(task, results))
        {
            return;
        }

        if (item.Json is { } json && PackClaims.IsHeld(results.Pack, task))
        {
            await commit.CommitAsync(task, new AgentOutcome.Answered(json, use) { Route = task.Route is { } route ? route with { OnBestModel = item.OnBestModel } : null }).ConfigureAwait(false);
            return;
        }

        await BookAsync(results, task, use, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Books what the pack took for a task, whatever has become of it since.</summary>
    private async Task BookAsync(PackResults results, AgentTask found, ModelUse use, CancellationToken cancellationToken)
    {
        for (AgentTask? task = found;
            task is not null && !IsBooked(task, results) && task.Attempts.LastOrDefault(a => a.Worker == PackClaims.OwnerOf(results.Pack)) is { } attempt;
            task = await tasks.FindAsync(found.Id, cancellationToken).ConfigureAwait(false))
        {
            if (await tasks.UpdateAsync(TaskLifecycle.Bill(task, attempt.Number, use), cancellationToken).ConfigureAwait(false) is UpdateOutcome.Stored)
            {
                return;
            }
        }
    }

    private static bool IsBooked(AgentTask task, PackResults results) =>
        task.Attempts.Any(a => a.Calls.Any(c => c.Pack?.Pack == $"{results.Pack}/{results.Step}"));
}
