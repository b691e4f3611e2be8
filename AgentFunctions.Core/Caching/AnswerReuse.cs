using AgentFunctions.Agents;
using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Caching;

/// <summary>Spares model calls: gives a task the answer of an identical one, from the cache or from one that is open.</summary>
public sealed class AnswerReuse(
    AgentCatalogue agents, IResultCache cache, ILeaderIndex leaders, IPayloadStore payloads, ILogger<AnswerReuse> log, TimeProvider time)
{
    // Leaders come and go while a task tries to follow one; after so many it runs by itself.
    private const int MostTries = 20;

    /// <summary>Decides at intake what becomes of a new task. Whatever storage says, the task can go on.</summary>
    /// <returns>The task, answered; or as the follower of an identical one; or as it was, to run.</returns>
    public async Task<AgentTask> EnterAsync(AgentTask task, CancellationToken cancellationToken)
    {
        if (PolicyOf(task) is not { } policy || task.WorkKey is not { } key)
        {
            return task;
        }

        try
        {
            if (policy.Cache && await FindAsync(task.Agent, key, policy, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return await AnswerAsync(task, found, cancellationToken).ConfigureAwait(false);
            }

            // One for later must not hold up others, nor wait for one that is over by then.
            if (!policy.Coalesce || task.NotBefore is not null)
            {
                return task;
            }

            AgentTask entered = await LeadOrFollowAsync(task, key, cancellationToken).ConfigureAwait(false);
            return policy.Cache && entered.Leader is null && await FindLateAsync(entered.Id, key, policy, cancellationToken).ConfigureAwait(false) is { } late
                ? await AnswerAsync(entered, late, cancellationToken).ConfigureAwait(false)
                : entered;
        }
        catch (Exception e) when (StorageFault.IsTransient(e))
        {
            CachingLog.NotReused(log, e, task.Id);
            return task;
        }
    }

    /// <summary>An answer for a task that was not covered by the look at intake: it was for later, or is redriven.</summary>
    public async Task<CachedResult?> FindAsync(AgentTask task, CancellationToken cancellationToken)
    {
        try
        {
            return PolicyOf(task) is { Cache: true } policy && task is { WorkKey: { } key } && (task.NotBefore is not null || task.Redrives.Count > 0)
                ? await FindAsync(task.Agent, key, policy, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (Exception e) when (StorageFault.IsTransient(e))
        {
            CachingLog.NotReused(log, e, task.Id);
            return null;
        }
    }

    /// <summary>The change that gives a task a kept answer.</summary>
    public async Task<AgentTask> AnswerAsync(AgentTask task, CachedResult found, CancellationToken cancellationToken)
    {
        Payload result = await payloads.KeepAsync(task.Id, "result-cached", found.Json, cancellationToken).ConfigureAwait(false);
        return TaskLifecycle.Answer(task, result, new AnswerSource(AnswerOrigin.Cache, found.Task, found.Cost), found.Model, time.GetUtcNow());
    }

    /// <summary>Keeps the answer of a task for those to come. An answer that cannot be kept is only asked for again.</summary>
    public async Task KeepAsync(AgentTask succeeded, string json)
    {
        if (PolicyOf(succeeded) is not { Cache: true } policy || succeeded is not { WorkKey: { } key, Source: null })
        {
            return;
        }

        TimeSpan usual = AgentOf(succeeded)!.Cache.MaxAge;
        CachedResult result = new(succeeded.Id, succeeded.Model, succeeded.FinishedAt!.Value, succeeded.Attempts[^1].Cost, json);
        try
        {
            await cache.KeepAsync(key, result, policy.MaxAge > usual ? policy.MaxAge : usual, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageFault.Is(e))
        {
            CachingLog.NotKept(log, e, succeeded.Id);
        }
    }

    private AgentDefinition? AgentOf(AgentTask task) => agents.Find(task.Agent);

    private ReusePolicy? PolicyOf(AgentTask task) => AgentOf(task) is { } agent ? ReusePolicy.Of(agent, task.Cache) : null;

    private async Task<CachedResult?> FindAsync(string agent, WorkKey key, ReusePolicy policy, CancellationToken cancellationToken)
    {
        CacheLookup lookup = await cache.FindAsync(key, policy.MaxAge, cancellationToken).ConfigureAwait(false);
        Meters.CacheLookups.Add(1, new("agent", agent), new("outcome", OutcomeOf(lookup)));
        if (lookup is CacheLookup.Corrupt)
        {
            CachingLog.Corrupt(log, key);
        }

        return (lookup as CacheLookup.Hit)?.Result;
    }

    /// <summary>The answer of an identical task that ended after the look into the cache and before this task came to lead.</summary>
    private async Task<CachedResult?> FindLateAsync(TaskId leader, WorkKey key, ReusePolicy policy, CancellationToken cancellationToken)
    {
        if (await cache.FindAsync(key, policy.MaxAge, cancellationToken).ConfigureAwait(false) is not CacheLookup.Hit { Result: var result })
        {
            return null;
        }

        // Who has begun to follow it waits for it to run.
        return await leaders.ReadAsync(key, cancellationToken).ConfigureAwait(false) is { Followers.Count: 0 } open && open.Leader == leader
            && await leaders.CloseAsync(open, cancellationToken).ConfigureAwait(false)
                ? result
                : null;
    }

    private static string OutcomeOf(CacheLookup lookup) => lookup switch
    {
        CacheLookup.Hit => "hit",
        CacheLookup.Expired => "expired",
        CacheLookup.Corrupt => "corrupt",
        _ => "miss",
    };

    private async Task<AgentTask> LeadOrFollowAsync(AgentTask task, WorkKey key, CancellationToken cancellationToken)
    {
        for (int i = 0; i < MostTries; i++)
        {
            TaskId leader = await leaders.LeadAsync(key, task.Id, cancellationToken).ConfigureAwait(false);
            if (leader == task.Id)
            {
                return task;
            }

            if (await leaders.FollowAsync(key, task.Id, cancellationToken).ConfigureAwait(false))
            {
                return task with { Leader = leader };
            }
        }

        return task;
    }
}
