using System.Globalization;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Costs.Reports.Top;

/// <summary>The tasks that a report compares, in little memory, and their sums by agent and model.</summary>
internal sealed class CostSample
{
    private readonly List<TaskPoint> _tasks = [];
    private readonly List<CostGroup> _groups = [];
    private readonly Dictionary<(string Agent, string Model), CostGroup> _byName = [];

    public IReadOnlyList<TaskPoint> Tasks => _tasks;

    public IReadOnlyList<CostGroup> Groups => _groups;

    /// <summary>Cost of all tasks.</summary>
    public Usd Cost { get; private set; }

    public CostGroup? Find(string agent, string model) => _byName.GetValueOrDefault((agent, model));

    public void Add(ScannedTask task)
    {
        Dictionary<CostGroup, Usd> parts = PartsOf(task);
        (CostGroup main, Usd part) = parts.MaxBy(p => p.Value);
        foreach (CostGroup group in parts.Keys)
        {
            group.AddTask();
        }

        AddTrials(task);
        Cost += task.Cost;
        _tasks.Add(new TaskPoint(
            task.Id.Number,
            WorkOf(task),
            task.Cost.Micros,
            part.Micros,
            (uint)Math.Min(task.Usage.Input + task.Usage.Output, uint.MaxValue),
            main.Index,
            OpenTimeOf(task)));
    }

    public void SortByCost() => _tasks.Sort((a, b) => a.Micros != b.Micros ? b.Micros.CompareTo(a.Micros) : a.Number.CompareTo(b.Number));

    /// <summary>The task's cost by group, in the order of the first calls.</summary>
    private Dictionary<CostGroup, Usd> PartsOf(ScannedTask task)
    {
        Dictionary<CostGroup, Usd> parts = [];
        (TokenUsage usage, Usd cost) = (task.Usage, task.Cost);
        foreach (ModelCall call in task.Attempts.SelectMany(a => a.Calls))
        {
            CostGroup group = GroupOf(task.Agent, call.Model);
            group.AddCall(call);
            parts[group] = parts.GetValueOrDefault(group) + call.Cost;
            usage = new TokenUsage(usage.Input - call.Usage.Input, usage.CachedInput - call.Usage.CachedInput, usage.Output - call.Usage.Output, usage.Estimated);
            cost -= call.Cost;
        }

        if (parts.Count == 0 || cost != default || usage.Input + usage.Output > 0)
        {
            CostGroup group = GroupOf(task.Agent, task.Model is { } model && task.Usage != default ? model : LedgerKey.NoModel);
            group.AddUntold(usage, cost);
            parts[group] = parts.GetValueOrDefault(group) + cost;
        }

        return parts;
    }

    private void AddTrials(ScannedTask task)
    {
        foreach (TaskAttempt attempt in task.Attempts.Where(a => a is { Model: not null, FinishedAt: not null }))
        {
            bool? passed = attempt.Error?.Code switch
            {
                null => task.Source is null ? true : null,
                TaskError.InvalidOutput or TaskError.OutputTruncated or TaskError.Refusal => false,
                _ => null,
            };
            if (passed is { } known)
            {
                GroupOf(task.Agent, attempt.Model!).AddTrial(known);
            }
        }
    }

    private CostGroup GroupOf(string agent, string model)
    {
        if (!_byName.TryGetValue((agent, model), out CostGroup? group))
        {
            group = new CostGroup(_groups.Count, agent, model);
            _groups.Add(group);
            _byName[(agent, model)] = group;
        }

        return group;
    }

    private static UInt128 WorkOf(ScannedTask task) =>
        task is { WorkKey: { } key, Cache: null or { Use: not false, MaxAge: null } }
            ? UInt128.Parse(key.Value.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : 0;

    private static int OpenTimeOf(ScannedTask task) =>
        task is { Status: AgentTaskStatus.Succeeded, FinishedAt: { } end } ? (int)Math.Clamp((end - task.Id.CreatedAt).TotalMilliseconds, 0, int.MaxValue) : -1;
}
