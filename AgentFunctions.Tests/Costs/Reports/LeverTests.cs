using AgentFunctions.Agents;
using AgentFunctions.Costs;
using AgentFunctions.Costs.Reports.Levers;
using AgentFunctions.Models;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;

namespace AgentFunctions.Tests.Costs.Reports;

/// <summary>Each suggestion is there with the saving that the data shows, and not there without data.</summary>
public sealed class LeverTests
{
    private const string Cached = "cache: {use: true, maxAge: 1h}";
    private const string Uncached = "cache: {use: false, maxAge: 1h}";
    private static readonly TaskError Invalid = new(TaskError.InvalidOutput, "no");

    [Fact]
    public async Task Repeats_within_the_age_would_have_been_answered_by_the_cache()
    {
        CostHistory history = new();
        history.Add(0, work: "a");
        history.Add(10, work: "a");
        history.Add(3600, work: "a");
        history.Add(3602, work: "a"); // Older than an hour: pays, and is the answer from then on.
        history.Add(3700, work: "a", input: 200);
        history.Add(20, work: "b");
        history.Add(30);

        Suggestion.Cache cache = Assert.Single(await history.SuggestionsAsync<Suggestion.Cache>(Uncached));

        Assert.Equal((3, 300 + 300 + 500L, TimeSpan.FromHours(1)), (cache.Repeats, cache.Saved.Micros, cache.MaxAge));
        Assert.Empty(await history.SuggestionsAsync<Suggestion.Cache>(Cached));
        Assert.Empty(await history.SuggestionsAsync<Suggestion.Cache>("tools: [{function: f}]"));
        Assert.Single(await history.SuggestionsAsync<Suggestion.Cache>("quality: 0.5"));
    }

    [Fact]
    public async Task Nothing_is_cached_that_failed_or_that_has_settings_of_its_own()
    {
        CostHistory history = new();
        history.Add(0, work: "a", error: Invalid);
        history.Add(10, work: "a");
        history.Add(0, work: "b", cache: new TaskCachePolicy(false, null));
        history.Add(10, work: "b", cache: new TaskCachePolicy(null, TimeSpan.FromSeconds(1)));
        history.Add(20, work: "c");

        Assert.Empty(await history.SuggestionsAsync<Suggestion.Cache>(Uncached));
    }

    [Fact]
    public async Task Tasks_that_came_while_an_identical_one_was_open_could_have_had_its_answer()
    {
        CostHistory history = new();
        history.Add(0, work: "a", took: 10);
        history.Add(5, work: "a", took: 60);
        history.Add(9, work: "a", input: 200);
        history.Add(0, work: "b", took: 10, error: Invalid);
        history.Add(5, work: "b");

        Suggestion.Coalesce coalesce = Assert.Single(await history.SuggestionsAsync<Suggestion.Coalesce>(Uncached));

        Assert.Equal((2, 300 + 500L), (coalesce.Tasks, coalesce.Saved.Micros));
        Assert.Empty(await history.SuggestionsAsync<Suggestion.Coalesce>(Cached));
        Assert.Empty(await history.SuggestionsAsync<Suggestion.Coalesce>("quality: 0.5"));
    }

    [Fact]
    public async Task Different_tasks_have_nothing_to_share()
    {
        CostHistory history = new();
        history.Add(0, work: "a", took: 10);
        history.Add(5, work: "b");

        Assert.Empty(await history.SuggestionsAsync<Suggestion.Cache>(Uncached));
        Assert.Empty(await history.SuggestionsAsync<Suggestion.Coalesce>(Uncached));
    }

    [Fact]
    public async Task Small_tasks_that_came_together_would_have_paid_the_shared_prompt_once()
    {
        (CostHistory history, int shared) = Small();
        foreach (double at in (double[])[0, 0.5, 1.9, 5, 20, 20.1])
        {
            history.Add(at, input: shared + 20);
        }

        Suggestion.Batch batch = Assert.Single(await history.SuggestionsAsync<Suggestion.Batch>());

        Assert.Equal((6, 3, shared + 20L, (long)shared), (batch.Tasks, batch.Requests, batch.MeanInputTokens, batch.SharedTokens));
        Assert.Equal(3 * shared * 2, batch.Saved.Micros);
        Assert.Empty(await history.SuggestionsAsync<Suggestion.Batch>("batch: {maxItems: 5}"));
        Assert.Empty(await history.SuggestionsAsync<Suggestion.Batch>("tools: [{function: f}]"));
    }

    [Fact]
    public async Task The_shared_prompt_is_no_larger_than_the_smallest_call()
    {
        (CostHistory history, int shared) = Small();
        history.Add(0, input: shared - 7);
        history.Add(1, input: shared + 7);

        Assert.Equal(shared - 7, Assert.Single(await history.SuggestionsAsync<Suggestion.Batch>()).SharedTokens);
    }

    [Fact]
    public async Task Tokens_that_were_counted_here_hold_no_schema()
    {
        (CostHistory history, int shared) = Small();
        int instructions = new TokenCounter().Count(history.Agent("quality: 0.5").Instructions.System);
        foreach (int at in (int[])[0, 1])
        {
            ModelCall call = ModelCall.Of(SampleTasks.Now, "large", new TokenUsage(shared + 20, 0, 10, Estimated: true), CostHistory.Large);
            history.Add(TaskLifecycle.Succeed(CostHistory.Claimed(at), new Payload.Inline("{}"), new ModelUse([call]), SampleTasks.Now));
        }

        Assert.True(instructions < shared);
        Assert.Equal(instructions, Assert.Single(await history.SuggestionsAsync<Suggestion.Batch>()).SharedTokens);
    }

    [Theory]
    [InlineData(3, 20)]
    [InlineData(1, 1000)]
    public async Task Tasks_that_come_one_by_one_or_are_large_gain_nothing_from_batches(double apart, int own)
    {
        (CostHistory history, int shared) = Small();
        for (int i = 0; i < 5; i++)
        {
            history.Add(i * apart, input: shared + own);
        }

        Assert.Empty(await history.SuggestionsAsync<Suggestion.Batch>());
    }

    // 10 tasks at 300 are 3,000; at the small one's price 300, and a tenth of 3,000 again for what fails.
    [Fact]
    public async Task A_cheaper_model_saves_what_its_measured_failures_leave()
    {
        CostHistory history = new();
        Add(history, 10, "large", 0, null);
        Add(history, 27, "small", 100, null);
        Add(history, 3, "small", 200, Invalid);
        Add(history, 9, "small", 300, new TaskError(TaskError.ModelUnavailable, "busy")); // No answer of the model: no trial.

        Suggestion.CheaperModel cheaper = Assert.Single(await history.SuggestionsAsync<Suggestion.CheaperModel>(models: "small"));

        Assert.Equal(("small", 30, 27, 2400L), (cheaper.Model, cheaper.Trials, cheaper.Passes, cheaper.Saved.Micros));
        Assert.Empty(await history.SuggestionsAsync<Suggestion.TryModel>(models: "small"));
        Assert.Empty(await history.SuggestionsAsync<Suggestion.CheaperModel>(models: "large"));
    }

    [Fact]
    public async Task A_cheaper_model_that_fails_too_often_is_no_suggestion()
    {
        CostHistory history = new();
        Add(history, 10, "large", 0, null);
        Add(history, 2, "small", 100, null);
        Add(history, 28, "small", 200, Invalid);

        Assert.Empty(await history.SuggestionsAsync<Suggestion.CheaperModel>(models: "small"));
    }

    [Theory]
    [InlineData(0, 20, 600)]
    [InlineData(5, 15, 450)]
    public async Task A_cheaper_model_that_is_hardly_known_is_said_to_be_with_the_price_of_a_trial(int trials, int tasks, long micros)
    {
        CostHistory history = new();
        Add(history, 10, "large", 0, null);
        Add(history, trials, "small", 100, null);

        Suggestion.TryModel trial = Assert.Single(await history.SuggestionsAsync<Suggestion.TryModel>(models: ["small", "offline"]));

        Assert.Equal(("small", trials, tasks, micros, null), (trial.Model, trial.Trials, trial.Tasks, trial.Price.Micros, trial.Saving));
        Assert.Empty(await history.SuggestionsAsync<Suggestion.CheaperModel>(models: ["small", "offline"]));
    }

    [Fact]
    public async Task No_model_is_cheaper_than_the_cheapest_and_none_is_tried_on_calls_that_it_cannot_hold()
    {
        CostHistory cheap = new();
        cheap.Add(0, "small");
        CostHistory large = new();
        large.Add(0, input: 200_000);

        Assert.Empty((await cheap.ReadAsync(models: "small")).Suggestions);
        Assert.Empty((await large.ReadAsync(models: "small")).Suggestions);
    }

    [Fact]
    public async Task The_largest_saving_comes_first()
    {
        CostHistory history = new();
        history.Add(0, work: "a", took: 2);
        history.Add(1, work: "a");
        history.Add(10, work: "a", input: 1000);

        IReadOnlyList<Suggestion> all = Assert.Single((await history.ReadAsync(Uncached, models: "small")).Suggestions).Suggestions;

        Assert.Equal([typeof(Suggestion.Cache), typeof(Suggestion.Coalesce), typeof(Suggestion.TryModel)], all.Select(s => s.GetType()).Where(t => t != typeof(Suggestion.Batch)));
    }

    private static void Add(CostHistory history, int count, string model, double at, TaskError? error)
    {
        for (int i = 0; i < count; i++)
        {
            history.Add(at + (i * 3), model, error: error);
        }
    }

    private static (CostHistory History, int Shared) Small()
    {
        CostHistory history = new() { Instructions = string.Join(' ', Enumerable.Repeat("Sort the ticket by its kind.", 20)) };
        AgentDefinition agent = history.Agent("quality: 0.5");
        TokenCounter tokens = new();
        return (history, tokens.Count(agent.Instructions.System) + tokens.Count(agent.OutputSchema.GetRawText()));
    }
}
