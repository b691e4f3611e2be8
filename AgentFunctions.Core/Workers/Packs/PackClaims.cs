using System.Text.Json;
using AgentFunctions.Agents;
using AgentFunctions.Backlog;
using AgentFunctions.Models;
using AgentFunctions.Queues;
using AgentFunctions.Routing.Running;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Workers.Packs;

/// <summary>Claims the tasks of packs, and keeps the claims for as long as their packs need.</summary>
public sealed class PackClaims(
    ITaskStore tasks, IPayloadStore payloads, ITaskQueue queue, AgentCatalogue agents, ModelCatalogue models, TaskRouter router, BacklogMeter backlog, TimeProvider time)
{
    // Nobody renews a pack's leases while a request is under way, so that they hold for longer than a request may take and its pack needs to go on after a crash.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(3);

    /// <summary>Who holds the tasks of a pack, on leases and attempts.</summary>
    public static string OwnerOf(string pack) => $"pack/{pack}";

    /// <summary>
    /// Claims what can be claimed, and divides it by the model each task is to go to. Repeated, it finds its own claims again; tasks that are in other hands
    /// or over are left out, and what only cannot be claimed yet is sent to its lane.
    /// </summary>
    public async Task<IReadOnlyList<PackRequest>> ClaimAsync(PackOrder order, CancellationToken cancellationToken)
    {
        AgentTask?[] claimed = await Task.WhenAll(order.Tasks.Select(id => ClaimAsync(order, id, cancellationToken))).ConfigureAwait(false);
        return
        [
            .. claimed.OfType<AgentTask>().GroupBy(t => t.Route?.Model ?? t.Attempts[^1].Model ?? models.Default.Name)
                .Select((group, i) => new PackRequest(order.Id, FormattableString.Invariant($"{i + 1}"), order.Agent, group.Key, [.. group.Select(t => t.Id)], Try: 1)),
        ];
    }

    /// <summary>Those of the tasks that the pack still holds, with leases that outlast a request to the model; in order.</summary>
    public async Task<IReadOnlyList<AgentTask>> HeldAsync(string pack, IReadOnlyList<TaskId> ids, TimeSpan atLeast, CancellationToken cancellationToken)
    {
        AgentTask?[] held = await Task.WhenAll(ids.Select(async id =>
        {
            AgentTask? task = await FindHeldAsync(pack, id, cancellationToken).ConfigureAwait(false);
            return task is null || task.Lease!.Until >= time.GetUtcNow() + atLeast + Margin ? task
                : await tasks.UpdateClaimedAsync(task, t => TaskLifecycle.Renew(t, time.GetUtcNow(), atLeast + (2 * Margin)), cancellationToken).ConfigureAwait(false);
        })).ConfigureAwait(false);
        return [.. held.OfType<AgentTask>()];
    }

    /// <summary>The task if the pack holds it.</summary>
    public async Task<AgentTask?> FindHeldAsync(string pack, TaskId id, CancellationToken cancellationToken) =>
        await tasks.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } task && IsHeld(pack, task) ? task : null;

    /// <summary>True when the pack holds the task.</summary>
    public static bool IsHeld(string pack, AgentTask task) => task is { Status: AgentTaskStatus.Running, Lease: { } lease } && lease.Owner == OwnerOf(pack);

    private async Task<AgentTask?> ClaimAsync(PackOrder order, TaskId id, CancellationToken cancellationToken)
    {
        while (await tasks.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } task)
        {
            if (IsHeld(order.Id, task))
            {
                return task;
            }

            if (task.Status != AgentTaskStatus.Queued)
            {
                return null;
            }

            if (task.DueAt > time.GetUtcNow() || task.Deadline <= time.GetUtcNow() || task.Attempts.Count > 0 || agents.Find(task.Agent) is not { } agent)
            {
                await queue.SendAsync([TaskMessage.For(task)], cancellationToken).ConfigureAwait(false);
                return null;
            }

            if (await tasks.UpdateAsync(await RoutedAsync(order, task, agent, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false) is UpdateOutcome.Stored { Task: var stored })
            {
                backlog.Move(task, stored);
                return stored;
            }
        }

        return null;
    }

    private async Task<AgentTask> RoutedAsync(PackOrder order, AgentTask task, AgentDefinition agent, CancellationToken cancellationToken)
    {
        RoutedTask routed = await router.RouteAsync(agent, task, await payloads.ReadAsync(task.Input, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        TimeSpan lease = order.FallbackAt is { } at ? at - time.GetUtcNow() : routed.Plan.First.Timeout;
        AgentTask claimed = TaskLifecycle.Claim(task, OwnerOf(order.Id), time.GetUtcNow(), lease + (2 * Margin));
        return claimed with
        {
            WaitingFor = order.FallbackAt is { } fallback
                ? new WaitReason(WaitReason.ProviderBatch, $"It is with the batch API of '{routed.Plan.First.Name}'; what is not back by then is asked for directly.", fallback)
                : null,
            Route = routed.Told(answered: null),
            Attempts = [.. claimed.Attempts.SkipLast(1), claimed.Attempts[^1] with { Model = routed.Plan.First.Name }],
        };
    }
}
