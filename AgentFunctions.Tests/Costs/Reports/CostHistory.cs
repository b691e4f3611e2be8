using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Costs.Reports;
using AgentFunctions.Costs.Reports.Levers;
using AgentFunctions.Costs.Reports.Top;
using AgentFunctions.Models;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Costs.Reports;

/// <summary>Tasks of an agent <c>sort</c> that ran on the models <c>large</c> and <c>small</c>, and the report on them.</summary>
internal sealed class CostHistory
{
    /// <summary>A task of 100 input and 10 output tokens costs 300 micro-dollars.</summary>
    public static readonly TokenPrice Large = new(2, 1, 10);

    /// <summary>The same task costs 30.</summary>
    public static readonly TokenPrice Small = new(0.2m, 0.1m, 1);

    private readonly List<AgentTask> _tasks = [];

    /// <summary>The instructions' paragraphs before the first placeholder.</summary>
    public string Instructions { get; init; } = "Sort.";

    public IReadOnlyList<AgentTask> Tasks => _tasks;

    /// <summary>Adds a task with one call.</summary>
    /// <param name="at">Seconds after noon at which it came.</param>
    /// <param name="took">Seconds it was open.</param>
    /// <param name="work">Identical tasks have the same; null: it has no work key.</param>
    /// <param name="error">Null: it succeeded.</param>
    public AgentTask Add(
        double at, string model = "large", long input = 100, long output = 10, double took = 1, string? work = null, TaskError? error = null, TaskCachePolicy? cache = null)
    {
        DateTimeOffset end = SampleTasks.Now.AddSeconds(at + took);
        ModelUse use = new([ModelCall.Of(end, model, new TokenUsage(input, 0, output, Estimated: false), model == "large" ? Large : Small)]);
        AgentTask claimed = Claimed(at, work, cache);
        return Add(error is null ? TaskLifecycle.Succeed(claimed, new Payload.Inline("{}"), use, end) : TaskLifecycle.Fail(claimed, error, use, end));
    }

    public AgentTask Add(AgentTask task)
    {
        _tasks.Add(task);
        return task;
    }

    public static AgentTask Claimed(double at, string? work = null, TaskCachePolicy? cache = null)
    {
        AgentTask queued = SampleTasks.Queued(new FakeTimeProvider(SampleTasks.Now.AddSeconds(at)), "sort") with
        {
            WorkKey = work is null ? null : new WorkKey(string.Concat(work.PadLeft(32, '0'), new string('f', 32))),
            Cache = cache,
        };
        return TaskLifecycle.Claim(queued, "w", SampleTasks.Now.AddSeconds(at), TimeSpan.FromHours(1));
    }

    /// <summary>Reads the report on a week.</summary>
    /// <param name="policies">Lines for the agent's front matter.</param>
    public async Task<TopReport> ReadAsync(string policies = "quality: 0.5", decimal share = 0.5m, int limit = 20, params string[] models)
    {
        InMemoryTaskStore store = new();
        await store.AddAsync(_tasks, TestContext.Current.CancellationToken);
        using TopCosts top = new(store, new AgentCatalogue([Agent(policies)]), Catalogue(models), new TokenCounter());
        CostRange week = new(SampleTasks.Now.AddHours(-1), SampleTasks.Now.AddDays(7));
        return Assert.IsType<TopOutcome.Measured>(await top.ReadAsync(TenantId.Default, week, share, limit, TestContext.Current.CancellationToken)).Report;
    }

    /// <summary>The suggestions of one kind.</summary>
    public async Task<IReadOnlyList<T>> SuggestionsAsync<T>(string policies = "quality: 0.5", params string[] models)
        where T : Suggestion =>
        [.. (await ReadAsync(policies, models: models)).Suggestions.SelectMany(s => s.Suggestions).OfType<T>()];

    public AgentDefinition Agent(string policies) => AgentFile.Parse(
        "sort.agent.md",
        $$$$"""
        ---
        name: sort
        description: Sorts.
        version: 1
        output: {type: object, required: [kind], properties: {kind: {type: string}}}
        {{{{policies}}}}
        ---
        {{{{Instructions}}}}

        {{input.text}}
        """);

    public static ModelCatalogue Catalogue(string[] models) => new(
        models.Append("large").Distinct().Select(name => new ModelDefinition
        {
            Name = name,
            Provider = name == "offline" ? ModelProvider.Offline : ModelProvider.OpenAI,
            Deployment = name,
            Price = name == "large" ? Large : Small,
            ContextWindow = 100_000,
        }),
        "large");
}
