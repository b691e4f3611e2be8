using AgentFunctions.Agents;
using AgentFunctions.Costs.Reports.Levers;
using AgentFunctions.Models;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Costs.Reports.Top;

/// <summary>Finds out where the cost lies, from the tasks themselves.</summary>
public sealed class TopCosts(ITaskScan tasks, AgentCatalogue agents, ModelCatalogue models, TokenCounter tokens) : IDisposable
{
    /// <summary>Most tasks of a report; 64 bytes of each are kept, and not quite as much again is needed to compare them.</summary>
    public const int MostTasks = 1_000_000;

    private const int GroupsToImprove = 5;

    // One report at a time, so that the memory of one is the memory of all.
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Compares the tasks that a tenant created in these hours.</summary>
    /// <param name="share">Share of the cost to find the makers of, above 0 to 1.</param>
    /// <param name="limit">Most groups and tasks to name, from 1.</param>
    public async Task<TopOutcome> ReadAsync(TenantId tenant, CostRange hours, decimal share, int limit, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await SampleAsync(tenant, hours, cancellationToken).ConfigureAwait(false) is { } sample
                ? new TopOutcome.Measured(Report(sample, tenant, hours, share, limit))
                : new TopOutcome.TooManyTasks(MostTasks);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    internal TopReport Report(CostSample sample, TenantId tenant, CostRange hours, decimal share, int limit)
    {
        sample.SortByCost();
        long[] costs = [.. sample.Tasks.Select(t => t.Micros)];
        CostGroup[] groups = [.. sample.Groups.Where(g => g.Usage != default || g.Cost > default(Usd))
            .OrderByDescending(g => g.Cost).ThenBy(g => g.Agent, StringComparer.Ordinal).ThenBy(g => g.Model, StringComparer.Ordinal)];
        IReadOnlyList<AgentOutliers> outliers = TokenOutliers.Of(sample);
        return new TopReport(
            hours,
            tenant,
            sample.Tasks.Count,
            sample.Cost,
            ParetoCurve.Of(costs),
            Set(sample, share, limit, [.. groups.Select(g => g.Cost.Micros)], i => CostOf(groups[i], sample)),
            Set(sample, share, limit, costs, i => CostOf(sample.Tasks[i], sample)),
            outliers,
            Suggestions(sample, [.. groups.Take(GroupsToImprove).Where(g => g.Cost > default(Usd))], outliers));
    }

    private async Task<CostSample?> SampleAsync(TenantId tenant, CostRange hours, CancellationToken cancellationToken)
    {
        CostSample sample = new();
        await foreach (ScannedTask task in tasks.ScanAsync(tenant, hours.From, hours.To, cancellationToken).ConfigureAwait(false))
        {
            if (sample.Tasks.Count == MostTasks)
            {
                return null;
            }

            sample.Add(task);
        }

        return sample;
    }

    private static TopSet<T> Set<T>(CostSample sample, decimal share, int limit, long[] largestFirst, Func<int, T> at)
    {
        (int count, Usd cost) = SmallestSet.Of(largestFirst, sample.Cost, share);
        return new TopSet<T>(count, largestFirst.Length, cost, ShareOf(cost, sample), [.. Enumerable.Range(0, Math.Min(count, limit)).Select(at)]);
    }

    private IReadOnlyList<GroupSuggestions> Suggestions(CostSample sample, IReadOnlyList<CostGroup> groups, IReadOnlyList<AgentOutliers> outliers)
    {
        IReadOnlyDictionary<int, RepeatTally> repeats = Repeats.Of(sample, agent => agents.Find(agent)?.Cache.MaxAge ?? AgentCachePolicy.DefaultMaxAge);
        return [.. groups
            .Select(g => new GroupFacts(g, sample, agents.Find(g.Agent), repeats.GetValueOrDefault(g.Index), outliers.FirstOrDefault(o => o.Agent == g.Agent)))
            .Select(facts => new GroupSuggestions(CostOf(facts.Group, sample), SuggestionsFor(facts)))
            .Where(s => s.Suggestions.Count > 0)];
    }

    private IReadOnlyList<Suggestion> SuggestionsFor(GroupFacts facts)
    {
        IEnumerable<Suggestion?> found =
        [
            SharedAnswers.FromCache(facts),
            SharedAnswers.FromLeader(facts),
            SharedPrompt.Of(facts, models.Find(facts.Group.Model)?.Price, tokens),
            .. OtherModels.Of(facts, models),
            TokenCap.Of(facts),
        ];
        return [.. found.OfType<Suggestion>().OrderByDescending(s => s.Saving ?? default)];
    }

    private static GroupCost CostOf(CostGroup group, CostSample sample) =>
        new(group.Agent, group.Model, group.Tasks, group.Calls, group.Usage, group.Cost, ShareOf(group.Cost, sample));

    private static TaskCost CostOf(TaskPoint task, CostSample sample)
    {
        Usd cost = Usd.FromMicros(task.Micros);
        return new TaskCost(task.Id, sample.Groups[task.Group].Agent, sample.Groups[task.Group].Model, task.Tokens, cost, ShareOf(cost, sample));
    }

    private static decimal ShareOf(Usd cost, CostSample sample) => sample.Cost == default ? 0 : (decimal)cost.Micros / sample.Cost.Micros;
}
