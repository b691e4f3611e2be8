using AgentFunctions.Agents;
using AgentFunctions.Caching;
using AgentFunctions.Caching.Coalescing;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentFunctions.Tests.Caching;

/// <summary>Tasks that come at the very moment at which an identical one ends.</summary>
public sealed class LateAnswerTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_task_whose_leader_ends_between_the_look_into_the_cache_and_the_lead_is_answered(bool table)
    {
        await using ReuseFixture sut = await ReuseFixture.CreateAsync(table ? await azurite.ConnectionStringAsync() : null);
        AgentTask first = await sut.SubmitAsync();

        AgentTask second = await EnterAsync(sut, first, afterLook: [sut.WorkAsync]);

        Assert.Equal((1, AgentTaskStatus.Succeeded), (sut.Model.Calls, second.Status));
        Assert.Equal((AnswerOrigin.Cache, first.Id), (second.Source?.Origin, second.Source?.Task));
        Assert.Null(await sut.Get<ILeaderIndex>().ReadAsync(first.WorkKey!.Value, Cancelled));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task But_it_runs_when_somebody_has_begun_to_follow_it(bool table)
    {
        await using ReuseFixture sut = await ReuseFixture.CreateAsync(table ? await azurite.ConnectionStringAsync() : null);
        AgentTask first = await sut.SubmitAsync();
        TaskId follower = new TaskIdSource(sut.Time).Next();

        AgentTask second = await EnterAsync(
            sut, first, afterLook: [sut.WorkAsync, async () => Assert.True(await sut.Get<ILeaderIndex>().FollowAsync(first.WorkKey!.Value, follower, Cancelled))]);

        Assert.Equal((AgentTaskStatus.Queued, null), (second.Status, second.Leader));
        IdenticalTasks? open = await sut.Get<ILeaderIndex>().ReadAsync(first.WorkKey!.Value, Cancelled);
        Assert.Equal((second.Id, follower), (open!.Leader, Assert.Single(open.Followers)));
    }

    /// <summary>A task identical to <paramref name="task"/> comes in; after each of its looks into the cache something happens.</summary>
    private static Task<AgentTask> EnterAsync(ReuseFixture sut, AgentTask task, Func<Task>[] afterLook)
    {
        AnswerReuse reuse = new(
            sut.Get<AgentCatalogue>(), new CacheWithHappenings(sut.Get<IResultCache>(), afterLook), sut.Get<ILeaderIndex>(), sut.Get<IPayloadStore>(), NullLogger<AnswerReuse>.Instance, sut.Time);
        return reuse.EnterAsync(task with { Id = new TaskIdSource(sut.Time).Next(), Leader = null }, Cancelled);
    }

    private sealed class CacheWithHappenings(IResultCache cache, Func<Task>[] afterLook) : IResultCache
    {
        private readonly Queue<Func<Task>> _happenings = new(afterLook);

        public async Task<CacheLookup> FindAsync(WorkKey key, TimeSpan maxAge, CancellationToken cancellationToken)
        {
            CacheLookup found = await cache.FindAsync(key, maxAge, cancellationToken);
            if (_happenings.TryDequeue(out Func<Task>? happen))
            {
                await happen();
            }

            return found;
        }

        public Task PrepareAsync(CancellationToken cancellationToken) => cache.PrepareAsync(cancellationToken);

        public Task KeepAsync(WorkKey key, CachedResult result, TimeSpan keepFor, CancellationToken cancellationToken) => cache.KeepAsync(key, result, keepFor, cancellationToken);

        public Task<int> RemoveExpiredAsync(CancellationToken cancellationToken) => cache.RemoveExpiredAsync(cancellationToken);
    }
}
