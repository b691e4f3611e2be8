using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using AgentFunctions.Agents;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Costs;
using AgentFunctions.Limits;
using AgentFunctions.Models;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Limits;
using AgentFunctions.Tests.Tasks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentFunctions.Tests.Routing.Running;

public sealed class RoutedRunTests
{
    private const string Checked = "checks: [{regex: {field: word, pattern: '^good$'}}]";

    private static readonly string Good = """{"word":"good"}""";
    private static readonly string Bad = """{"word":"bad"}""";

    private readonly FakeTimeProvider _time = new(SampleTasks.Now);
    private readonly ScriptedModels _models = new();

    public RoutedRunTests()
    {
        foreach (string name in new[] { "small", "middle", "large", "plain" })
        {
            _models.Answers[name] = () => Good;
        }
    }

    [Fact]
    public async Task A_cheap_model_that_is_good_enough_takes_the_task_alone()
    {
        AgentOutcome.Answered outcome = Assert.IsType<AgentOutcome.Answered>(await RunAsync(quality: 0.3));

        Assert.Equal(["small"], _models.Asked);
        Assert.Equal("small", outcome.Route!.Model);
        Assert.Equal(TurnEnd.Passed, Assert.Single(outcome.Use.Turns).End);
        Assert.Equal(["small", "middle", "large"], outcome.Route.Candidates.Select(c => c.Model));
        Assert.Equal("chosen", outcome.Route.Candidates[0].Verdict);
        Assert.Equal(Usd.FromMicros(1500), outcome.Route.OnBestModel);
        Assert.Equal(Usd.FromMicros(15), outcome.Use.Cost);
    }

    [Fact]
    public async Task An_answer_that_does_not_pass_goes_on_to_the_next_better_model_and_both_are_paid()
    {
        _models.Answers["small"] = () => Bad;

        AgentOutcome.Answered outcome = Assert.IsType<AgentOutcome.Answered>(await RunAsync(quality: 0.3));

        Assert.Equal(["small", "middle"], _models.Asked);
        Assert.Equal(Good, outcome.Json);
        Assert.Equal([TurnEnd.Failed, TurnEnd.Passed], outcome.Use.Turns.Select(t => t.End));
        Assert.Contains("regex word", outcome.Use.Turns[0].Reason, StringComparison.Ordinal);
        Assert.Equal(["small", "middle"], outcome.Use.Calls.Select(c => c.Model));
        Assert.Equal(Usd.FromMicros(15 + 150), outcome.Use.Cost);
        Assert.Equal("middle", outcome.Use.Model);
    }

    [Fact]
    public async Task When_no_model_passes_the_task_fails_with_the_check_it_failed()
    {
        _models.Answers["small"] = _models.Answers["middle"] = _models.Answers["large"] = () => Bad;

        AgentOutcome.Failed outcome = Assert.IsType<AgentOutcome.Failed>(await RunAsync(quality: 0.3));

        Assert.Equal(["small", "middle", "large"], _models.Asked);
        Assert.Equal(TaskError.CheckFailed, outcome.Fault.Error.Code);
        Assert.Contains("'large'", outcome.Fault.Error.Message, StringComparison.Ordinal);
        Assert.False(outcome.Fault.Transient);
        Assert.Null(outcome.Route!.OnBestModel);
    }

    [Fact]
    public async Task An_answer_that_no_schema_accepts_goes_on_too()
    {
        _models.Answers["small"] = () => "no JSON";

        Assert.IsType<AgentOutcome.Answered>(await RunAsync(quality: 0.3));

        // The model is told once what is wrong before the next one is asked.
        Assert.Equal(["small", "small", "middle"], _models.Asked);
    }

    [Fact]
    public async Task An_agent_that_forbids_escalation_fails_at_once()
    {
        _models.Answers["small"] = () => Bad;

        Assert.IsType<AgentOutcome.Failed>(await RunAsync(quality: 0.3, settings: "routing: {escalate: false}"));

        Assert.Equal(["small"], _models.Asked);
    }

    [Fact]
    public async Task A_model_that_failed_an_earlier_attempt_is_not_paid_again()
    {
        AgentTask task = Claimed(Routed(0.3));
        ModelUse use = new([]) { Turns = [new ModelTurn(_time.GetUtcNow(), "small", TurnEnd.Failed, 0.5, default, default)] };
        task = TaskLifecycle.Claim(TaskLifecycle.Release(task, TaskError.HandedBack, use, _time.GetUtcNow(), _time.GetUtcNow()), "w", _time.GetUtcNow(), TimeSpan.FromMinutes(1));

        Assert.IsType<AgentOutcome.Answered>(await RunAsync(task));

        Assert.Equal(["middle"], _models.Asked);
    }

    [Fact]
    public async Task A_provider_that_is_down_is_replaced_by_the_next_model_that_is_as_good()
    {
        _models.Answers["small"] = () => throw new HttpRequestException("down");

        AgentOutcome.Answered outcome = Assert.IsType<AgentOutcome.Answered>(await RunAsync(quality: 0.3));

        Assert.Equal(["small", "middle"], _models.Asked);
        Assert.Equal([TurnEnd.Unavailable, TurnEnd.Passed], outcome.Use.Turns.Select(t => t.End));
    }

    [Fact]
    public async Task A_stand_in_that_would_cost_too_much_leaves_the_task_to_be_retried()
    {
        _models.Answers["small"] = () => throw new HttpRequestException("down");

        AgentOutcome.Failed outcome = Assert.IsType<AgentOutcome.Failed>(await RunAsync(Claimed(Routed(0.3) with { MaxCost = Usd.FromMicros(800) })));

        Assert.Equal(["small"], _models.Asked);
        Assert.Equal((TaskError.ModelUnavailable, true), (outcome.Fault.Error.Code, outcome.Fault.Transient));
        Assert.Equal(TurnEnd.Unavailable, Assert.Single(outcome.Use.Turns).End);
    }

    [Fact]
    public async Task A_stand_in_that_must_wait_leaves_the_task_to_be_retried_and_its_call_on_record()
    {
        _models.Answers["small"] = () => throw new HttpRequestException("down");
        AgentDefinition agent = Agent(Checked);
        TestRouting routing = Routing(agent, middlePerMinute: 1);
        await RunAsync(Claimed(Routed(0.3)), routing);

        AgentOutcome.Failed outcome = Assert.IsType<AgentOutcome.Failed>(await RunAsync(Claimed(Routed(0.3, "the next one")), routing));

        Assert.Equal(["small", "middle", "small"], _models.Asked);
        Assert.True(outcome.Fault.Transient);
    }

    [Fact]
    public async Task When_all_providers_are_down_the_task_is_to_be_retried()
    {
        _models.Answers["small"] = _models.Answers["middle"] = _models.Answers["large"] = () => throw new HttpRequestException("down");

        AgentOutcome.Failed outcome = Assert.IsType<AgentOutcome.Failed>(await RunAsync(quality: 0.3));

        Assert.Equal(["small", "middle", "large"], _models.Asked);
        Assert.True(outcome.Fault.Transient);
    }

    [Theory]
    [InlineData(Lane.Standard, new[] { "small" })]
    [InlineData(Lane.Interactive, new[] { "small", "middle" })]
    public async Task A_provider_that_is_only_busy_is_waited_for_except_by_interactive_tasks(Lane lane, string[] asked)
    {
        _models.Answers["small"] = () => throw new ClientResultException(new Busy());

        await RunAsync(Claimed(Routed(0.3) with { Lane = lane }));

        Assert.Equal(asked, _models.Asked);
    }

    [Fact]
    public async Task No_dearer_model_is_asked_than_the_task_may_cost()
    {
        _models.Answers["small"] = () => Bad;

        AgentOutcome.Failed outcome = Assert.IsType<AgentOutcome.Failed>(await RunAsync(Claimed(Routed(0.3) with { MaxCost = Usd.FromMicros(800) })));

        Assert.Equal(["small"], _models.Asked);
        Assert.Equal(TaskError.MaxCost, outcome.Fault.Error.Code);
        Assert.Equal(Usd.FromMicros(15), outcome.Use.Cost);
    }

    [Fact]
    public async Task Without_a_quality_the_default_model_takes_the_task()
    {
        AgentOutcome outcome = await RunAsync(Claimed(Routed(quality: null)));

        Assert.Equal(["plain"], _models.Asked);
        Assert.Null(outcome.Route);
        Assert.Equal(TurnEnd.Passed, Assert.Single(outcome.Use.Turns).End);
    }

    [Fact]
    public async Task A_model_that_keeps_failing_is_soon_passed_over()
    {
        _models.Answers["small"] = () => Bad;

        // Dear enough that a try which fails nearly always is not worth it before the next model.
        TestRouting routing = Routing(Agent(Checked), smallPrice: 4);
        for (int i = 0; i < 60; i++)
        {
            await RunAsync(Claimed(Routed(0.7, $"task {i}")), routing);
        }

        _models.Asked.Clear();
        AgentOutcome outcome = await RunAsync(Claimed(Routed(0.7, "one more")), routing);

        Assert.DoesNotContain("small", _models.Asked);
        Assert.InRange(outcome.Route!.Candidates.Single(c => c.Model == "small").PassRate, 0, 0.5);
        Assert.Equal("middle", outcome.Route.Model);
    }

    [Fact]
    public async Task An_agent_without_checks_learns_nothing_from_its_answers()
    {
        TestRouting routing = Routing(Agent(string.Empty));
        for (int i = 0; i < 5; i++)
        {
            await RunAsync(Claimed(Routed(0.3, $"task {i}")), routing, Agent(string.Empty));
        }

        AgentOutcome outcome = await RunAsync(Claimed(Routed(0.3, "one more")), routing, Agent(string.Empty));

        Assert.All(outcome.Route!.Candidates, c => Assert.Equal(0, c.Trials));
        Assert.Equal(TurnEnd.NotJudged, Assert.Single(outcome.Use.Turns).End);
    }

    private static AgentDefinition Agent(string settings) => AgentFile.Parse(
        "words.agent.md",
        $"---\nname: words\ndescription: d\nversion: 1\nmaxOutputTokens: 100\noutput: {{type: object, required: [word], properties: {{word: {{type: string}}}}}}\n{settings}\n---\nSay a word.\n{{{{input.text}}}}");

    private static ModelDefinition Model(string name, decimal price, double? passRate) => new()
    {
        Name = name,
        Provider = ModelProvider.Offline,
        Deployment = name,
        Price = new TokenPrice(price, price, price),
        ContextWindow = 10_000,
        PassRate = passRate,
    };

    private AgentTask Routed(double? quality, string text = "hello") =>
        SampleTasks.Queued(_time, "words", $$"""{"text":"{{text}}"}""") with { Quality = quality };

    private AgentTask Claimed(AgentTask task) => TaskLifecycle.Claim(task, "w", _time.GetUtcNow(), TimeSpan.FromMinutes(1));

    private Task<AgentOutcome> RunAsync(double quality, string settings = "") =>
        RunAsync(Claimed(Routed(quality)), null, Agent($"{Checked}\n{settings}"));

    private Task<AgentOutcome> RunAsync(AgentTask task, TestRouting? routing = null, AgentDefinition? agent = null)
    {
        agent ??= Agent(Checked);
        return (routing ?? Routing(agent)).Run.RunAsync(agent, task, ((Payload.Inline)task.Input).Json, text: null, TestContext.Current.CancellationToken);
    }

    // Prices a token of 1, 10 and 100 micro-dollars.
    private TestRouting Routing(AgentDefinition agent, decimal smallPrice = 1, int? middlePerMinute = null)
    {
        ModelCatalogue models = new([Model("small", smallPrice, 0.6), Model("middle", 10, 0.8) with { RequestsPerMinute = middlePerMinute }, Model("large", 100, 0.95), Model("plain", 5, null)], "plain");
        CallGate gate = Gates.Open();
        AgentRunner runner = new(_models, new AgentTools(new ToolRegistry([]), new McpConnections()), new TokenCounter(), gate, _time);
        return new TestRouting(new AgentCatalogue([agent]), models, runner, gate, _time);
    }

    private sealed class Busy : PipelineResponse
    {
        public override int Status => (int)HttpStatusCode.TooManyRequests;

        public override string ReasonPhrase => "Too Many Requests";

        public override Stream? ContentStream { get; set; }

        public override BinaryData Content => BinaryData.Empty;

        protected override PipelineResponseHeaders HeadersCore { get; } = new NoHeaders();

        public override BinaryData BufferContent(CancellationToken cancellationToken = default) => Content;

        public override ValueTask<BinaryData> BufferContentAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(Content);

        public override void Dispose()
        {
        }

        private sealed class NoHeaders : PipelineResponseHeaders
        {
            public override IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Enumerable.Empty<KeyValuePair<string, string>>().GetEnumerator();

            public override bool TryGetValue(string name, out string? value) => (value = null) is not null;

            public override bool TryGetValues(string name, out IEnumerable<string>? values) => (values = null) is not null;
        }
    }
}
