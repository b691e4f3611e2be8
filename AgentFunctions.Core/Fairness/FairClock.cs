using AgentFunctions.Tasks;

namespace AgentFunctions.Fairness;

/// <summary>
/// Gives tasks their start tags by start-time fair queueing (Goyal, Vin and Cheng, SIGCOMM 1996): a task's tag is the
/// virtual time, or the finish tag of its tenant's task before, whichever is later. Tasks served in the order of their
/// tags give every tenant that has tasks waiting the same share of a lane, however many tasks it posted.
/// </summary>
/// <remarks>Soft state: an instance knows its own tags at once and those of others within a second. Losing it costs some fairness, no task.</remarks>
public sealed class FairClock
{
    private const int TenantsTold = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<Lane, long> _now = [];
    private readonly Dictionary<(Lane Lane, TenantId Tenant), long> _finish = [];

    /// <summary>Tags a tenant's next task.</summary>
    /// <returns>Its start tag, and how far the tag of the furthest task in the lane is ahead of that.</returns>
    public (long Tag, long Behind) Tag(Lane lane, TenantId tenant)
    {
        lock (_lock)
        {
            long now = _now.GetValueOrDefault(lane);
            long start = Math.Max(now, _finish.GetValueOrDefault((lane, tenant)));
            _finish[(lane, tenant)] = start + 1;
            long furthest = _finish.Where(f => f.Key.Lane == lane).Max(f => f.Value);
            return (start, furthest - start - 1);
        }
    }

    /// <summary>A task is begun: virtual time moves on to its tag.</summary>
    public void Start(Lane lane, long tag)
    {
        lock (_lock)
        {
            if (tag > _now.GetValueOrDefault(lane))
            {
                _now[lane] = tag;
                Forget(lane, tag);
            }
        }
    }

    /// <summary>Learns from what another instance tells.</summary>
    public void Learn(LaneClock told)
    {
        lock (_lock)
        {
            long now = _now[told.Lane] = Math.Max(told.Now, _now.GetValueOrDefault(told.Lane));
            foreach ((string tenant, long finish) in told.Finish.Where(f => f.Value > now))
            {
                (Lane, TenantId) key = (told.Lane, new TenantId(tenant));
                _finish[key] = Math.Max(finish, _finish.GetValueOrDefault(key));
            }
        }
    }

    /// <summary>What the other instances should know.</summary>
    public IReadOnlyList<LaneClock> Tell()
    {
        lock (_lock)
        {
            return [.. _finish.Keys.Select(k => k.Lane).Union(_now.Keys).Select(lane => new LaneClock(
                lane,
                _now.GetValueOrDefault(lane),
                _finish.Where(f => f.Key.Lane == lane).OrderByDescending(f => f.Value).Take(TenantsTold).ToDictionary(f => f.Key.Tenant.Value, f => f.Value)))];
        }
    }

    // A tenant that virtual time has overtaken starts from there, as if it were new.
    private void Forget(Lane lane, long now)
    {
        foreach ((Lane Lane, TenantId Tenant) key in _finish.Where(f => f.Key.Lane == lane && f.Value <= now).Select(f => f.Key).ToList())
        {
            _finish.Remove(key);
        }
    }
}
