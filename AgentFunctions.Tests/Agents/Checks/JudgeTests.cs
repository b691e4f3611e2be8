using AgentFunctions.Agents;
using AgentFunctions.Agents.Checks;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Limits;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Tests.Workers;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Tests.Agents.Checks;

/// <summary>Judges on a model behind real HTTP, an OpenAI-compatible server that others wrote.</summary>
public sealed class JudgeTests
{
    private const string Judge = """
        ---
        name: sage
        description: Scores.
        version: 1
        output: {type: object, required: [score, reason], properties: {score: {type: number}, reason: {type: string}}}
        maxOutputTokens: 100
        ---
        Score it.

        {{input.input}} {{input.answer}}
        """;

    private const string Always = "@";

    // A hundred tokens in for two dollars a million, twenty out for ten.
    private static readonly Usd PriceOfCall = Usd.FromMicros((100 * 2) + (20 * 10));

    [Theory]
    [InlineData("0.7", CheckVerdict.Passed, null)]
    [InlineData("1", CheckVerdict.Passed, null)]
    [InlineData("0.69", CheckVerdict.Failed, "'sage' scored 0.69; passAt is 0.7")]
    [InlineData("0", CheckVerdict.Failed, "'sage' scored 0; passAt is 0.7")]
    [InlineData("-0.1", CheckVerdict.NotJudged, "'sage' gave no score from 0 to 1")]
    [InlineData("7", CheckVerdict.NotJudged, "'sage' gave no score from 0 to 1")]
    [InlineData("1e999", CheckVerdict.NotJudged, "'sage' gave no score from 0 to 1")]
    public async Task A_score_passes_from_the_one_asked_for_and_is_paid_for_whatever_it_is(string score, CheckVerdict verdict, string? reason)
    {
        await using MockLlmServer server = await StartAsync((Always, Reply(score)));

        CheckReport report = await RunAsync(server, ["judge: {agent: sage}"]);

        Assert.Equal((verdict, reason, PriceOfCall), (report.Verdict, report.Reason, report.Use.Cost));
    }

    [Fact]
    public async Task A_judge_is_given_the_input_and_the_answer()
    {
        await using MockLlmServer server = await StartAsync(
            (Always, Reply("0")), ("contains(body.messages[-1].content, 'the question') && contains(body.messages[-1].content, 'the answer')", Reply("1")));

        Assert.Equal(CheckVerdict.Passed, (await RunAsync(server, ["judge: {agent: sage}"])).Verdict);
    }

    [Fact]
    public async Task A_judge_runs_on_the_model_that_the_check_names()
    {
        await using MockLlmServer server = await StartAsync((Always, Reply("0")), ("body.model == 'large-deployment'", Reply("1")));

        CheckReport report = await RunAsync(server, ["judge: {agent: sage, model: large}"]);

        Assert.Equal((CheckVerdict.Passed, "large"), (report.Verdict, Assert.Single(report.Use.Calls).Model));
    }

    [Theory]
    [InlineData(429, TaskError.ModelUnavailable)]
    [InlineData(500, TaskError.ModelUnavailable)]
    [InlineData(401, TaskError.ModelRejected)]
    public async Task A_judge_whose_provider_refuses_blames_nobody(int status, string code)
    {
        await using MockLlmServer server = await StartAsync((Always, $"      status: {status}\n      content: '{{\"error\":{{\"message\":\"the answer\"}}}}'"));

        CheckReport report = await RunAsync(server, ["judge: {agent: sage}"]);

        Assert.Equal((CheckVerdict.NotJudged, "judge sage", $"'sage' gave no score: {code}"), (report.Verdict, report.Check, report.Reason));
    }

    [Fact]
    public async Task A_judge_that_answers_out_of_shape_blames_nobody_and_both_of_its_calls_are_paid_for()
    {
        await using MockLlmServer server = await StartAsync((Always, Reply("\\\"high\\\"")));

        CheckReport report = await RunAsync(server, ["judge: {agent: sage}"]);

        Assert.Equal((CheckVerdict.NotJudged, $"'sage' gave no score: {TaskError.InvalidOutput}"), (report.Verdict, report.Reason));
        Assert.Equal(PriceOfCall + PriceOfCall, report.Use.Cost);
    }

    [Fact]
    public async Task Judges_are_asked_last_and_only_while_all_else_passes()
    {
        await using MockLlmServer server = await StartAsync((Always, Reply("0.5")));

        CheckReport failed = await RunAsync(server, ["judge: {agent: sage}", "regex: {field: name, pattern: nothing}"]);
        CheckReport undecided = await RunAsync(server, ["judge: {agent: sage}", "number: {field: total, equals: input.total}"]);
        Assert.Equal((0, CheckVerdict.Failed, CheckVerdict.NotJudged), (server.ChatRequests, failed.Verdict, undecided.Verdict));

        CheckReport first = await RunAsync(server, ["judge: {agent: sage}", "judge: {agent: sage, passAt: 0}"]);
        Assert.Equal((1, CheckVerdict.Failed), (server.ChatRequests, first.Verdict));
    }

    [Fact]
    public async Task What_all_judges_took_adds_up()
    {
        await using MockLlmServer server = await StartAsync((Always, Reply("0.8")));

        CheckReport report = await RunAsync(server, ["judge: {agent: sage}", "judge: {agent: sage, model: large}"]);

        Assert.Equal((CheckVerdict.Passed, PriceOfCall + PriceOfCall), (report.Verdict, report.Use.Cost));
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(1_500, 1)]
    [InlineData(2_500, 2)]
    public async Task No_judge_is_asked_that_could_take_all_of_them_past_the_budget(long micros, int calls)
    {
        await using MockLlmServer server = await StartAsync((Always, Reply("0.8")));

        CheckReport report = await RunAsync(server, ["judge: {agent: sage}", "judge: {agent: sage}"], Usd.FromMicros(micros));

        Assert.Equal(calls, server.ChatRequests);
        Assert.Equal(calls == 2 ? (CheckVerdict.Passed, null) : (CheckVerdict.NotJudged, $"'sage' gave no score: {TaskError.MaxCost}"), (report.Verdict, report.Reason));
        Assert.Equal(Usd.FromMicros(calls * PriceOfCall.Micros), report.Use.Cost);
    }

    [Fact]
    public async Task A_judge_that_would_have_to_wait_for_the_provider_blames_nobody()
    {
        await using MockLlmServer server = await StartAsync((Always, Reply("0.8")));

        CheckReport report = await RunAsync(server, ["judge: {agent: sage, model: narrow}", "judge: {agent: sage, model: narrow}"]);

        Assert.Equal((CheckVerdict.NotJudged, $"'sage' gave no score: {WaitReason.ProviderLimit}", PriceOfCall), (report.Verdict, report.Reason, report.Use.Cost));
    }

    [Fact]
    public async Task A_cancelled_judge_is_told_from_a_failed_answer_and_what_was_asked_by_then_is_paid_for()
    {
        using CancellationTokenSource stop = new();
        int asked = 0;
        ScriptedModel model = new()
        {
            Answer = async cancellationToken =>
            {
                if (++asked == 2)
                {
                    await stop.CancelAsync();
                    cancellationToken.ThrowIfCancellationRequested();
                }

                return """{"score":1,"reason":""}""";
            },
        };

        CheckReport report = await RunAsync(model, new Uri("http://127.0.0.1:1"), ["judge: {agent: sage}", "judge: {agent: sage}"], null, stop.Token);

        Assert.Equal((CheckVerdict.Interrupted, 2), (report.Verdict, report.Use.Calls.Count));
        Assert.All(report.Use.Calls, call => Assert.True(call.Cost > default(Usd)));
    }

    private static string Reply(string score) =>
        "      status: 200\n      content: '{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"{\\\"score\\\":"
        + score + ",\\\"reason\\\":\\\"the answer\\\"}\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120}}'";

    private static Task<MockLlmServer> StartAsync(params (string Match, string Response)[] rules) => MockLlmServer.StartAsync(
        "rules:\n" + string.Concat(rules.Select(r => $"  - path: \"/v1/chat/completions\"\n    match: \"{r.Match}\"\n    response:\n{r.Response}\n")),
        TestContext.Current.CancellationToken);

    private static async Task<CheckReport> RunAsync(MockLlmServer server, string[] checks, Usd? budget = null)
    {
        using ChatClients clients = new(new ConfigurationBuilder().Build(), new DefaultAzureCredential());
        return await RunAsync(clients, server.BaseAddress, checks, budget, TestContext.Current.CancellationToken);
    }

    private static async Task<CheckReport> RunAsync(IChatClients clients, Uri endpoint, string[] checks, Usd? budget, CancellationToken cancellationToken)
    {
        ModelDefinition model = new() { Name = "m", Provider = ModelProvider.OpenAI, Endpoint = endpoint, Deployment = "m", Price = new TokenPrice(2, 1, 10), ContextWindow = 10_000 };
        ModelCatalogue models = new([model, model with { Name = "large", Deployment = "large-deployment" }, model with { Name = "narrow", RequestsPerMinute = 1 }], "m");
        AgentDefinition agent = CheckedAgent.With(checks);
        await using McpConnections connections = new();
        AgentRunner runner = new(clients, new AgentTools(new ToolRegistry([]), connections), new TokenCounter(), Gates.Open(), TimeProvider.System);
        AnswerChecks sut = new(new AgentCatalogue([agent, AgentFile.Parse("sage.agent.md", Judge)]), models, runner);
        return await sut.RunAsync(agent, """{"text":"the question"}""", """{"name":"the answer","total":1}""", CallScope.Of(SampleTasks.Queued()), budget, cancellationToken);
    }
}
