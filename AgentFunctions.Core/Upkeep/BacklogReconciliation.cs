using AgentFunctions.Backlog;
using AgentFunctions.Tasks;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Upkeep;

/// <summary>
/// Sets the backlog's counts right: an instance that dies takes the changes of its last second along. The correction is an
/// account of its own beside those of the instances; accounts of instances that are gone are folded into it.
/// </summary>
public sealed class BacklogReconciliation(IBacklogStore store, BacklogExchange exchange, ILogger<BacklogReconciliation> log, TimeProvider time)
{
    private const string Correction = "correction";

    // Far longer than an instance that works keeps silent.
    private static readonly TimeSpan GoneAfter = TimeSpan.FromMinutes(10);

    // What another instance did within the last second is not in its account yet: only what is missing twice is missing.
    private Dictionary<(Lane Lane, string Agent), GroupCounts> _suspected = [];

    /// <summary>Begins to count open tasks.</summary>
    public async Task<BacklogTally> BeginAsync(CancellationToken cancellationToken) =>
        new(await exchange.ReadNowAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Corrects the counts by what was found.</summary>
    public async Task EndAsync(BacklogTally tally, CancellationToken cancellationToken)
    {
        BacklogReport after = await exchange.ReadNowAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<InstanceBacklog> told = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        List<InstanceBacklog> gone = [.. told.Where(i => i.Instance != Correction && now - i.At > GoneAfter)];
        List<GroupCounts> corrections = Confirm(tally.CorrectionsAgainst(after));
        if (gone.Count == 0 && corrections.Count == 0)
        {
            return;
        }

        IEnumerable<GroupCounts> all = told.Where(i => i.Instance == Correction).Concat(gone).SelectMany(i => i.Groups).Concat(corrections);
        InstanceBacklog sum = new(Correction, now, [.. all.GroupBy(g => (g.Lane, g.Agent)).Select(Sum)], []);
        if (await store.FoldAsync(gone, sum, cancellationToken).ConfigureAwait(false) && corrections.Count > 0)
        {
            UpkeepLog.BacklogCorrected(log, corrections.Sum(c => c.Waiting), corrections.Sum(c => c.Running));
        }
    }

    private List<GroupCounts> Confirm(IEnumerable<GroupCounts> missing)
    {
        Dictionary<(Lane Lane, string Agent), GroupCounts> now = missing.ToDictionary(m => (m.Lane, m.Agent));
        List<GroupCounts> confirmed = [.. now
            .Where(m => _suspected.ContainsKey(m.Key))
            .Select(m => m.Value with { Waiting = Common(m.Value.Waiting, _suspected[m.Key].Waiting), Running = Common(m.Value.Running, _suspected[m.Key].Running) })
            .Where(m => m.Waiting != 0 || m.Running != 0)];
        _suspected = now.Where(m => confirmed.All(c => (c.Lane, c.Agent) != m.Key)).ToDictionary();
        return confirmed;
    }

    private static long Common(long one, long other) =>
        Math.Sign(one) != Math.Sign(other) ? 0 : Math.Sign(one) * Math.Min(Math.Abs(one), Math.Abs(other));

    private static GroupCounts Sum(IGrouping<(Lane Lane, string Agent), GroupCounts> groups) => new(
        groups.Key.Lane, groups.Key.Agent, groups.Sum(g => g.Waiting), groups.Sum(g => g.Running), groups.Sum(g => g.Started), 0, null, groups.Max(g => g.LastStarted));
}
