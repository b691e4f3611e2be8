using System.Globalization;
using AgentFunctions.Tasks;

namespace AgentFunctions.Caching.Coalescing;

/// <summary>Leaders and followers in the memory of one process.</summary>
public sealed class InMemoryLeaderIndex(TimeProvider time) : ILeaderIndex
{
    private readonly Lock _lock = new();
    private readonly Dictionary<WorkKey, IdenticalTasks> _open = [];
    private long _version;

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<TaskId> LeadAsync(WorkKey key, TaskId task, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(key, out IdenticalTasks? open))
            {
                _open[key] = open = new IdenticalTasks(key, task, time.GetUtcNow(), [], NextVersion());
            }

            return Task.FromResult(open.Leader);
        }
    }

    public Task<bool> FollowAsync(WorkKey key, TaskId follower, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            bool led = _open.TryGetValue(key, out IdenticalTasks? open);
            if (led && !open!.Followers.Contains(follower))
            {
                _open[key] = open with { Followers = [.. open.Followers, follower], Version = NextVersion() };
            }

            return Task.FromResult(led);
        }
    }

    public Task<bool> IsFollowerAsync(WorkKey key, TaskId task, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_open.TryGetValue(key, out IdenticalTasks? open) && open.Followers.Contains(task));
        }
    }

    public Task<IdenticalTasks?> ReadAsync(WorkKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_open.GetValueOrDefault(key));
        }
    }

    public Task RemoveAsync(WorkKey key, IReadOnlyList<TaskId> followers, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(key, out IdenticalTasks? open))
            {
                // Does not change the version: who was struck off is of no matter to whoever closes.
                _open[key] = open with { Followers = [.. open.Followers.Except(followers)] };
            }
        }

        return Task.CompletedTask;
    }

    public Task<bool> PromoteAsync(IdenticalTasks seen, TaskId follower, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            bool unchanged = IsUnchanged(seen, out IdenticalTasks? open);
            if (unchanged)
            {
                _open[seen.Key] = open! with { Leader = follower, Since = time.GetUtcNow(), Followers = [.. open.Followers.Where(f => f != follower)], Version = NextVersion() };
            }

            return Task.FromResult(unchanged);
        }
    }

    public Task<bool> CloseAsync(IdenticalTasks seen, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(IsUnchanged(seen, out _) && _open.Remove(seen.Key));
        }
    }

    private bool IsUnchanged(IdenticalTasks seen, out IdenticalTasks? open) => _open.TryGetValue(seen.Key, out open) && open.Version == seen.Version;

    private string NextVersion() => (++_version).ToString(CultureInfo.InvariantCulture);
}
