using AgentFunctions.Agents;
using AgentFunctions.Backlog;
using AgentFunctions.Fairness;
using AgentFunctions.Queues;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Caching.Coalescing;

/// <summary>
/// Looks after the tasks that wait for the answer of an identical one: gives it to them, or lets the first of them run when it does not come.
/// </summary>
/// <remarks>Each step can be done again by anybody at any time: it looks at what is stored and goes on from there.</remarks>
public sealed class Followers(
    ILeaderIndex leaders, ITaskStore tasks, ITaskQueue queue, FairLane line, BacklogMeter backlog, AgentCatalogue agents, ILogger<Followers> log, TimeProvider time)
{
    // Longer than a task takes from the index to the store; until then a leader that is not there may still come.
    private static readonly TimeSpan LeaderComesWithin = TimeSpan.FromMinutes(1);

    // An answer that is older than this when a task comes is not that of an open task any more; its end was only not told.
    private static readonly TimeSpan StillOpen = TimeSpan.FromMinutes(1);

    // At most so many entities fit into one transaction.
    private const int AnsweredAtOnce = 100;

    private readonly Passes _passes = new();

    /// <summary>Makes sure that a follower that was just stored has not missed its leader's end.</summary>
    /// <returns>The follower as it then is.</returns>
    public async Task<AgentTask> ConfirmAsync(AgentTask follower)
    {
        try
        {
            AgentTask? leader = await tasks.FindAsync(follower.Leader!.Value, CancellationToken.None).ConfigureAwait(false);
            if (leader is { IsFinal: true })
            {
                if (leader.Status == AgentTaskStatus.Succeeded)
                {
                    await AnswerAsync(follower.Id, leader).ConfigureAwait(false);
                }

                await SettleAsync(follower.WorkKey!.Value).ConfigureAwait(false);
                await AdoptAsync(follower.Id).ConfigureAwait(false);
                return await tasks.FindAsync(follower.Id, CancellationToken.None).ConfigureAwait(false) ?? follower;
            }

            if (leader is { Status: AgentTaskStatus.Queued } && follower.Lane < leader.Lane)
            {
                await HurryAsync(leader, follower.Lane).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            CachingLog.NotSettled(log, e, follower.Leader!.Value);
        }

        return follower;
    }

    /// <summary>A task has ended, or has been found to have ended before: whoever waits for it need not wait any longer.</summary>
    public async Task SettleAsync(AgentTask ended)
    {
        // One that was answered at once, or runs by itself, has nobody waiting.
        if (ended.WorkKey is not { } key || ended.NotBefore is not null || (agents.Find(ended.Agent) is { } agent && !ReusePolicy.Of(agent, ended.Cache).Coalesce))
        {
            return;
        }

        try
        {
            await SettleAsync(key, ended).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            CachingLog.NotSettled(log, e, ended.Id);
        }
    }

    /// <summary>Looks after followers that have waited for some time: their leader's worker may have died at the wrong moment.</summary>
    public async Task ReviveAsync(IReadOnlyList<AgentTask> waiting)
    {
        foreach (IGrouping<WorkKey, AgentTask> identical in waiting.GroupBy(t => t.WorkKey!.Value))
        {
            await SettleAsync(identical.Key).ConfigureAwait(false);
            foreach (AgentTask follower in identical)
            {
                await AdoptAsync(follower.Id).ConfigureAwait(false);
            }
        }
    }

    /// <param name="ended">A task known to have ended, which need not be read.</param>
    private Task SettleAsync(WorkKey key, AgentTask? ended = null) => _passes.RunAsync(key, () => PassAsync(key, ended));

    private async Task PassAsync(WorkKey key, AgentTask? ended)
    {
        while (await leaders.ReadAsync(key, CancellationToken.None).ConfigureAwait(false) is { } open)
        {
            AgentTask? leader = ended?.Id == open.Leader ? ended : await tasks.FindAsync(open.Leader, CancellationToken.None).ConfigureAwait(false);
            switch (leader)
            {
                case null when time.GetUtcNow() - open.Since < LeaderComesWithin:
                case { IsFinal: false, Leader: null }:
                    return;
                case { IsFinal: false }:
                    await StartAsync(leader.Id).ConfigureAwait(false);
                    return;
            }

            bool isSettled = leader is { Status: AgentTaskStatus.Succeeded }
                ? await AnswerAsync(open, leader).ConfigureAwait(false)
                : await PromoteAsync(open).ConfigureAwait(false);
            if (isSettled)
            {
                return;
            }
        }
    }

    /// <returns>False when somebody joined meanwhile.</returns>
    private async Task<bool> AnswerAsync(IdenticalTasks open, AgentTask leader)
    {
        foreach (TaskId[] group in open.Followers.Chunk(AnsweredAtOnce))
        {
            await Task.WhenAll(group.Select(f => AnswerAsync(f, leader))).ConfigureAwait(false);
            await leaders.RemoveAsync(open.Key, group, CancellationToken.None).ConfigureAwait(false);
        }

        return await leaders.CloseAsync(open, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task AnswerAsync(TaskId follower, AgentTask leader)
    {
        if (leader.FinishedAt + StillOpen < follower.CreatedAt)
        {
            await StartAsync(follower).ConfigureAwait(false);
            return;
        }

        // What the answer cost is what the follower would have paid; what the leader paid before for nothing is not.
        AnswerSource source = leader.Source is { } given ? given with { Origin = AnswerOrigin.Leader } : new(AnswerOrigin.Leader, leader.Id, leader.Attempts[^1].Cost);
        await ChangeAsync(follower, task => TaskLifecycle.Answer(task, leader.Result!, source, leader.Model, time.GetUtcNow())).ConfigureAwait(false);
    }

    /// <summary>Lets the first follower that is still open lead; without one, nobody leads any more.</summary>
    /// <returns>False when something changed meanwhile.</returns>
    private async Task<bool> PromoteAsync(IdenticalTasks open)
    {
        foreach (TaskId follower in open.Followers)
        {
            if (await tasks.FindAsync(follower, CancellationToken.None).ConfigureAwait(false) is not { IsFinal: false } next)
            {
                continue;
            }

            if (!await leaders.PromoteAsync(open, follower, CancellationToken.None).ConfigureAwait(false))
            {
                return false;
            }

            await StartAsync(next.Id).ConfigureAwait(false);
            return true;
        }

        await leaders.RemoveAsync(open.Key, open.Followers, CancellationToken.None).ConfigureAwait(false);
        return await leaders.CloseAsync(open, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Puts a follower in line that has to run by itself.</summary>
    private async Task StartAsync(TaskId follower)
    {
        if (await ChangeAsync(follower, task => TaskLifecycle.Lead(task, time.GetUtcNow())).ConfigureAwait(false) is { } started)
        {
            await line.SendAsync([started], CancellationToken.None).ConfigureAwait(false);
            CachingLog.Promoted(log, started.Id);
        }
    }

    /// <summary>Looks after a follower that the index does not know: it was struck off before it was stored.</summary>
    private async Task AdoptAsync(TaskId id)
    {
        if (await tasks.FindAsync(id, CancellationToken.None).ConfigureAwait(false) is not { Status: AgentTaskStatus.Queued, Leader: { } leaderId, WorkKey: { } key }
            || await leaders.IsFollowerAsync(key, id, CancellationToken.None).ConfigureAwait(false))
        {
            return;
        }

        if (await tasks.FindAsync(leaderId, CancellationToken.None).ConfigureAwait(false) is { Status: AgentTaskStatus.Succeeded } leader)
        {
            await AnswerAsync(id, leader).ConfigureAwait(false);
        }
        else
        {
            await StartAsync(id).ConfigureAwait(false);
        }
    }

    /// <summary>Changes a task that waits for its leader; null when it waits no longer.</summary>
    private async Task<AgentTask?> ChangeAsync(TaskId id, Func<AgentTask, AgentTask> change)
    {
        while (await tasks.FindAsync(id, CancellationToken.None).ConfigureAwait(false) is { Status: AgentTaskStatus.Queued, Leader: not null } task)
        {
            if (await tasks.UpdateAsync(change(task), CancellationToken.None).ConfigureAwait(false) is UpdateOutcome.Stored stored)
            {
                backlog.Move(task, stored.Task);
                return stored.Task;
            }
        }

        return null;
    }

    // Somebody waits for the answer in a more urgent lane: whoever is first there takes the leader up, wherever it stands in its own lane.
    private Task HurryAsync(AgentTask leader, Lane lane) =>
        queue.SendAsync([TaskMessage.For(leader) with { Lane = lane, Snapshot = null }], CancellationToken.None);
}
